/* The meeting of Go issue 35532.  A deadline is moved: its timer is set and deleted with the
 * deadline's lock held.  The deadline passes: its timer, when it fires, takes that lock. */
#include "stress/activity.h"
#include "stress/scenario.h"

enum { DEADLINES = 24, WAITERS = 4, MOVERS = 3, PAUSE_US = 50 };

static void *deadlines[DEADLINES];

static void setup(struct stage *stage)
{
	for (unsigned i = 0; i < DEADLINES; i++)
		deadlines[i] = stage->heap->deadline_make();
}

static void move_all(void *argument)
{
	struct actor *a = argument;
	while (actor_round(a))
		activity_deadline_set(a, deadlines[random_below(&a->random, DEADLINES)]);
}

static void move(struct actor *a)
{
	size_t room = (size_t)actor_param(a, "room");
	actor_manner(a, room_manner(room));
	a->heap->with_room(room, move_all, a);
	for (unsigned i = 0; i < DEADLINES; i++)
		a->heap->deadline_set(deadlines[i], 0);
}

static void wait_for_deadline(struct actor *a)
{
	while (actor_round(a)) {
		activity_deadline_wait(a, deadlines[a->index]);
		activity_sleep(a, PAUSE_US); /* what has passed stays so until it is moved */
	}
}

static void check(struct stage *stage)
{
	for (unsigned i = 0; i < DEADLINES; i++)
		stage->heap->deadline_free(deadlines[i]);
}

SCENARIO(deadline_vs_timer) = {
    .story = "deadlines are moved while their timers fire",
    .roles = {ROLE("mover", MOVERS, move), ROLE("waiter", WAITERS, wait_for_deadline)},
    .params = {{"room", {ROOM_AMPLE, ROOM_UNLOCK_GROWS, ROOM_WAKE_GROWS, ROOM_LOCK_GROWS}, 4}},
    .needs = {"deadline_make", "sleep_us", "with_room"},
    .exercises = {"deadline set", "deadline wait", "pd>timers"},
    .setup = setup,
    .check = check,
};
