/* Stacks that grow in the midst of malloc keep spare segments, or none, while the stacks of all are
 * shrunk: what one thread gives back another takes. */
#include "stress/activity.h"
#include "stress/scenario.h"

static void setup(struct stage *stage)
{
	stage->heap->stack_cache((size_t)params_get(stage->params, "spare"));
}

static void churn_on_short_stack(void *argument)
{
	struct actor *a = argument;
	struct working_set set = {0};
	while (actor_round(a))
		activity_churn(a, &set, (size_t)actor_param(a, "size"));
	working_set_drop(a, &set);
}

static void grow(struct actor *a)
{
	actor_manner(a, room_manner((size_t)actor_param(a, "room")));
	a->heap->with_room((size_t)actor_param(a, "room"), churn_on_short_stack, a);
}

static void shrink(struct actor *a)
{
	while (actor_round(a))
		activity_stack_shrink(a, SHRINK_ALL);
}

SCENARIO(stack_shrink_vs_malloc) = {
    .story = "stacks are shrunk while they grow in the midst of malloc and free",
    .roles = {ROLE("short", 2, grow), ROLE("shrinker", 1, shrink)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE}, 2},
	       {"room", {ROOM_UNLOCK_GROWS, ROOM_LOCK_GROWS, ROOM_WAKE_GROWS}, 3},
	       {"spare", {8, 0}, 2}},
    .needs = {"with_room", "stack_cache", "stack_shrink"},
    .exercises = {"malloc", "free", "stack shrink"},
    .setup = setup,
};
