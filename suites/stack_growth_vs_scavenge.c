/* Segments of stacks that grow and shrink are pages that come and go under the scavenger. */
#include "stress/activity.h"
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

static void scavenge(struct actor *a)
{
	while (actor_round(a))
		activity_scavenge(a, (enum scavenge_way)actor_param(a, "scavenge"));
}

SCENARIO(stack_growth_vs_scavenge) = {
    .story = "stacks grow from pages that the scavenger looks at",
    .roles = {ROLE("short", 2, shrink_and_churn), ROLE("scavenger", 1, scavenge)},
    .params = {{"room", {ROOM_UNLOCK_GROWS, ROOM_WAKE_GROWS, ROOM_LOCK_GROWS}, 3},
	       {"scavenge", {SCAVENGE_ON_DEMAND, SCAVENGE_TICK}, 2}},
    .needs = {"with_room", "scavenge", "scavenge_tick"},
    .exercises = {"malloc", "scavenge"},
};
