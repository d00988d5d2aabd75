/* A task's stack grows from its own spare segments, and shrinks in between: refilling and giving
 * back meet in the stack pool. */
#include "stress/activity.h"
#include "stress/scenario.h"

static void setup(struct stage *stage)
{
	stage->heap->stack_cache((size_t)params_get(stage->params, "spare"));
}

static void churn_and_shrink(void *argument)
{
	struct actor *a = argument;
	struct working_set set = {0};
	while (actor_round(a)) {
		activity_churn(a, &set, SIZE_LARGE);
		if (a->rounds % 8 == 0)
			activity_stack_shrink(a, (enum shrink_way)actor_param(a, "shrink"));
	}
	working_set_drop(a, &set);
}

static void grow(struct actor *a)
{
	a->heap->with_room(ROOM_LOCK_GROWS, churn_and_shrink, a);
}

SCENARIO(stack_shrink_vs_stack_growth) = {
    .story = "threads grow their stacks and shrink them, all at once",
    .roles = {ROLE("short", 3, grow)},
    .params = {{"shrink", {SHRINK_OWN, SHRINK_ALL}, 2}, {"spare", {8, 1, 0}, 3}},
    .needs = {"with_room", "stack_cache", "stack_shrink"},
    .exercises = {"malloc", "stack shrink"},
    .setup = setup,
};
