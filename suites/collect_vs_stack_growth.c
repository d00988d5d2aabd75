/* The collector looks through stacks that grow: through every segment, and through the one in use.
 */
#include "stress/role.h"
#include "stress/scenario.h"

static void churn_on_short_stack(void *argument)
{
	struct actor *a = argument;
	struct working_set set = {0};
	while (actor_round(a)) {
		activity_churn(a, &set, SIZE_SMALL);
		activity_chain(a, SIZE_SMALL);
	}
	working_set_drop(a, &set);
}

static void shrink_and_churn(struct actor *a)
{
	actor_manner(a, room_manner((size_t)actor_param(a, "room")));
	a->heap->with_room((size_t)actor_param(a, "room"), churn_on_short_stack, a);
}

SCENARIO(collect_vs_stack_growth) = {
    .story = "garbage is collected while stacks grow",
    .roles = {ROLE("short", 2, shrink_and_churn), ROLE("collector", 1, role_collect)},
    .params = {{"room", {ROOM_UNLOCK_GROWS, ROOM_WAKE_GROWS, ROOM_LOCK_GROWS}, 3},
	       {"collect", {COLLECT_ALL, COLLECT_LAZILY}, 2}},
    .needs = {"collect", "with_room"},
    .exercises = {"malloc", "malloc for", "collect"},
};
