/* Statistics are read on a stack that has no room left: to take, release or wake the lock that they
 * are read under, the stack must first grow from what that lock guards. */
#include "stress/role.h"
#include "stress/scenario.h"

static void count_on_short_stack(void *argument)
{
	struct actor *a = argument;
	while (actor_round(a))
		activity_statistics(a);
}

static void shrink_and_count(struct actor *a)
{
	actor_manner(a, room_manner((size_t)actor_param(a, "room")));
	a->heap->with_room((size_t)actor_param(a, "room"), count_on_short_stack, a);
}

SCENARIO(stack_growth_vs_statistics) = {
    .story = "statistics are read where the stack must grow to do so",
    .roles = {ROLE("short", 2, shrink_and_count), ROLE("mutator", 1, role_churn)},
    .params = {{"room", {ROOM_UNLOCK_GROWS, ROOM_WAKE_GROWS, ROOM_LOCK_GROWS}, 3},
	       {"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3}},
    .needs = {"with_room", "statistics"},
    .exercises = {"statistics", "malloc"},
};
