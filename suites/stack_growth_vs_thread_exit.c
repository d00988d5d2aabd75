/* Threads are started from a stack that has no room left: taking a stack for the new one, the old
 * one must grow, from the same pool. */
#include "stress/activity.h"
#include "stress/scenario.h"

static void come_and_go_on_short_stack(void *argument)
{
	struct actor *a = argument;
	while (actor_round(a))
		activity_thread(a, (size_t)actor_param(a, "size"));
}

static void shrink_and_start(struct actor *a)
{
	actor_manner(a, room_manner((size_t)actor_param(a, "room")));
	a->heap->with_room((size_t)actor_param(a, "room"), come_and_go_on_short_stack, a);
}

SCENARIO(stack_growth_vs_thread_exit) = {
    .story = "threads start and exit while the stacks of those who start them grow",
    .roles = {ROLE("short", 2, shrink_and_start)},
    .params = {{"room", {ROOM_LOCK_GROWS, ROOM_UNLOCK_GROWS, ROOM_WAKE_GROWS}, 3},
	       {"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3}},
    .needs = {"with_room", "start_thread"},
    .exercises = {"thread with"},
};
