/* A stack that has no room left grows from the heap while the heap is in use, by itself too: with
 * little room each taking, releasing or waking of a lock needs a new segment first. */
#include "stress/role.h"
#include "stress/scenario.h"

static void churn_on_short_stack(void *argument)
{
	struct actor *a = argument;
	struct working_set set = {0};
	while (actor_round(a))
		activity_churn(a, &set, (size_t)actor_param(a, "size"));
	working_set_drop(a, &set);
}

static void shrink_and_churn(struct actor *a)
{
	actor_manner(a, room_manner((size_t)actor_param(a, "room")));
	a->heap->with_room((size_t)actor_param(a, "room"), churn_on_short_stack, a);
}

SCENARIO(stack_growth_vs_malloc) = {
    .story = "stacks grow in the middle of malloc and free, from the heap itself",
    .roles = {ROLE("short", 2, shrink_and_churn), ROLE("mutator", 1, role_churn)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"room", {ROOM_UNLOCK_GROWS, ROOM_WAKE_GROWS, ROOM_LOCK_GROWS}, 3}},
    .needs = {"with_room"},
    .exercises = {"malloc", "free"},
};
