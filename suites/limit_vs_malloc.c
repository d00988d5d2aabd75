/* The heap's limits are changed while threads allocate, and the heap collects by itself
 * accordingly. */
#include "stress/activity.h"
#include "stress/scenario.h"

static void change_limit(struct actor *a)
{
	while (actor_round(a))
		activity_limit(a, (enum limit_way)actor_param(a, "limit"));
}

static void check(struct stage *stage)
{
	stage->heap->gc_percent(-1);
	stage->heap->memory_limit(0);
}

static void churn(struct actor *a)
{
	struct working_set set = {0};
	while (actor_round(a)) {
		activity_churn(a, &set, (size_t)actor_param(a, "size"));
		activity_chain(a, SIZE_SMALL);
	}
	working_set_drop(a, &set);
}

SCENARIO(limit_vs_malloc) = {
    .story = "limits change while threads allocate",
    .roles = {ROLE("mutator", 2, churn), ROLE("changer", 1, change_limit)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"limit", {LIMIT_PERCENT, LIMIT_BYTES}, 2}},
    .needs = {"gc_percent", "memory_limit", "collect"},
    .exercises = {"malloc", "set"},
    .check = check,
};
