/* Threads come and go, each making a cache, filling it with a fresh span and giving it back, beside
 * blocks that stay, while statistics are read over all of them. */
#include "stress/activity.h"
#include "stress/scenario.h"

static void come_and_go(struct actor *a)
{
	struct working_set set = {0};
	while (actor_round(a)) {
		activity_thread(a, (size_t)actor_param(a, "size"));
		activity_churn(a, &set, (size_t)actor_param(a, "size"));
	}
	working_set_drop(a, &set);
}

static void count(struct actor *a)
{
	while (actor_round(a))
		activity_statistics(a);
}

SCENARIO(thread_exit_vs_statistics) = {
    .story = "threads start and exit while statistics are read",
    .roles = {ROLE("host", 2, come_and_go), ROLE("reader", 1, count)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3}},
    .needs = {"statistics"},
    .exercises = {"thread with", "statistics"},
};
