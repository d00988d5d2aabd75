/* A stack grows in the middle of sampling a block, while the rate of sampling changes. */
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

SCENARIO(stack_growth_vs_profile_rate) = {
    .story = "stacks grow in the middle of sampling, while the memory profile's rate changes",
    .roles = {ROLE("short", 2, shrink_and_churn), ROLE("changer", 1, role_profile_rate)},
    .params = {{"room", {ROOM_UNLOCK_GROWS, ROOM_WAKE_GROWS, ROOM_LOCK_GROWS}, 3},
	       {"rate", {RATE_ON_OFF, RATE_FINE_COARSE}, 2}},
    .needs = {"with_room", "profile_rate"},
    .exercises = {"malloc", "profile rate"},
};
