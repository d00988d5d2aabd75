/* Segments of stacks that grow and shrink are pages that come and go under the scavenger. */
#include "stress/role.h"
#include "stress/scenario.h"

static void churn_on_short_stack(void *argument)
{
	struct actor *a = argument;
	struct working_set set = {0};
	while (actor_round(a))
		activity_churn(a, &set, SIZE_SMALL);
	working_set_drop(a, &set);
}

static void shrink_and_churn(struct actor *a)
{
	actor_manner(a, room_manner((size_t)actor_param(a, "room")));
	a->heap->with_room((size_t)actor_param(a, "room"), churn_on_short_stack, a);
}

SCENARIO(stack_growth_vs_scavenge) = {
    .story = "stacks grow from pages that the scavenger looks at",
    .roles = {ROLE("short", 2, shrink_and_churn), ROLE("scavenger", 1, role_scavenge)},
    .params = {{"room", {ROOM_UNLOCK_GROWS, ROOM_WAKE_GROWS, ROOM_LOCK_GROWS}, 3},
	       {"scavenge", {SCAVENGE_ON_DEMAND, SCAVENGE_TICK}, 2}},
    .needs = {"with_room", "scavenge", "scavenge_tick"},
    .exercises = {"malloc", "scavenge"},
};
