/* The heap's limits are changed on a stack that must grow. */
#include "stress/role.h"
#include "stress/scenario.h"

static void change_limit(void *argument)
{
	struct actor *a = argument;
	while (actor_round(a))
		activity_limit(a, (enum limit_way)actor_param(a, "limit"));
}

static void shrink_and_change(struct actor *a)
{
	actor_manner(a, room_manner((size_t)actor_param(a, "room")));
	a->heap->with_room((size_t)actor_param(a, "room"), change_limit, a);
}

SCENARIO(limit_vs_stack_growth) = {
    .story = "limits change on a stack that grows, while threads allocate",
    .roles = {ROLE("mutator", 2, role_leave), ROLE("changer", 1, shrink_and_change)},
    .params = {{"room", {ROOM_UNLOCK_GROWS, ROOM_WAKE_GROWS, ROOM_LOCK_GROWS}, 3},
	       {"limit", {LIMIT_PERCENT, LIMIT_BYTES}, 2}},
    .needs = {"gc_percent", "memory_limit", "collect", "with_room"},
    .exercises = {"malloc for", "set"},
    .check = role_limit_check,
};
