/* A channel's lock is held where a stack has no room left: to wake who waits, and to give the lock
 * back, it must first grow. */
#include "stress/role.h"
#include "stress/scenario.h"

static void wait_on_short_stack(void *actor)
{
	role_select_wait(actor);
}

static void shrink_and_wait(struct actor *a)
{
	size_t room = (size_t)actor_param(a, "room");
	actor_manner(a, room_manner(room));
	a->heap->with_room(room, wait_on_short_stack, a);
}

static void send_on_short_stack(void *actor)
{
	role_select_send(actor);
}

static void shrink_and_send(struct actor *a)
{
	size_t room = (size_t)actor_param(a, "room");
	actor_manner(a, room_manner(room));
	a->heap->with_room(room, send_on_short_stack, a);
}

SCENARIO(select_vs_stack_growth) = {
    .story = "threads wait in select, and send, where their stacks must grow to do so",
    .roles = {ROLE("receiver", 2, shrink_and_wait), ROLE("sender", 1, shrink_and_send)},
    .params = {{"room", {ROOM_UNLOCK_GROWS, ROOM_WAKE_GROWS, ROOM_LOCK_GROWS}, 3}},
    .needs = {"with_room", "select", "channel_make"},
    .exercises = {"select wait", "select send"},
    .setup = role_select_setup,
    .check = role_select_check,
};
