/* Blocks on their way from one thread to another are reachable from a registered root only, and are
 * freed by hand in spans that may not have been swept. */
#include "stress/role.h"
#include "stress/scenario.h"

static struct exchange exchange;

static void setup(struct stage *stage)
{
	if (!stage->heap->root_add(&exchange, sizeof exchange))
		stage_corrupt(stage, "the exchange could not be made a root");
}

static void give(struct actor *a)
{
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
	stage->heap->root_remove(&exchange);
}

SCENARIO(collect_vs_free_elsewhere) = {
    .story = "garbage is collected while blocks change hands through a root",
    .roles = {ROLE("giver", 1, give), ROLE("taker", 1, take), ROLE("collector", 1, role_collect)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"collect", {COLLECT_ALL, COLLECT_LAZILY}, 2}},
    .needs = {"collect", "root_add"},
    .exercises = {"malloc", "free elsewhere", "collect"},
    .setup = setup,
    .check = check,
};
