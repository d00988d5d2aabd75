/* Blocks are freed by another thread than the one that allocated them: the freeing side meets the
 * allocating side on the lists of the size class, or on the page heap for large blocks. */
#include "stress/activity.h"
#include "stress/scenario.h"

static struct exchange exchange;

static void setup(struct stage *stage)
{
	if (stage->heap->profile_rate)
		stage->heap->profile_rate((size_t)params_get(stage->params, "rate"));
}

static void give(struct actor *a)
{
	actor_manner(a, actor_param(a, "rate") ? "sampled" : NULL);
	while (actor_round(a))
		activity_give(a, &exchange, (size_t)actor_param(a, "size"));
}

static void take(struct actor *a)
{
	while (actor_round(a))
		activity_take(a, &exchange);
}

static void check(struct stage *stage)
{
	exchange_drop(stage, &exchange);
}

SCENARIO(malloc_vs_free_elsewhere) = {
    .story = "threads free what others allocate",
    .roles = {ROLE("giver", 2, give), ROLE("taker", 1, take)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3}, {"rate", {0, 1}, 2}},
    .exercises = {"malloc", "free elsewhere"},
    .setup = setup,
    .check = check,
};
