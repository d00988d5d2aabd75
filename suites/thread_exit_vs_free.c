/* Threads come and go, each giving back its cache, while others free blocks into the same size
 * classes. */
#include "stress/activity.h"
#include "stress/scenario.h"

static struct exchange exchange;

static void come_and_go(struct actor *a)
{
	while (actor_round(a)) {
		activity_thread(a, (size_t)actor_param(a, "size"));
		activity_take(a, &exchange);
	}
}

static void give(struct actor *a)
{
	while (actor_round(a))
		activity_give(a, &exchange, (size_t)actor_param(a, "size"));
}

static void check(struct stage *stage)
{
	exchange_drop(stage, &exchange);
}

SCENARIO(thread_exit_vs_free) = {
    .story = "threads start, allocate and exit while others free into the same lists",
    .roles = {ROLE("host", 2, come_and_go), ROLE("giver", 1, give)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3}},
    .exercises = {"thread with", "free elsewhere"},
    .check = check,
};
