/* The meeting of Go issue 8407.  The scavenger walks the page heap under its lock and is struck by
 * SIGPROF there; the profiler's rate is changed meanwhile by a thread whose stack may be short when
 * it releases the profiler's lock.
 *
 * Only the scavenger is profiled, and one thread changes the rate: with more takers of the
 * profiler's lock, a sleeper would be rescued, or most hangs would be that lock on itself. */
#include "stress/activity.h"
#include "stress/scenario.h"

static void tick(void *argument)
{
	struct actor *a = argument;
	while (actor_round(a))
		activity_scavenge(a, SCAVENGE_TICK);
}

/* What the scavenger finds to give back.  Not the scavenger's own work: the lock orders that are
   reported must come from scavenging alone. */
static void make_idle(struct actor *a)
{
	struct working_set set = {0};
	while (actor_round(a))
		activity_churn(a, &set, SIZE_LARGE);
	working_set_drop(a, &set);
}

static void scavenge(struct actor *a)
{
	actor_manner(a, room_manner((size_t)actor_param(a, "scavenger_room")));
	a->heap->cpu_profile_thread(true);
	a->heap->with_room((size_t)actor_param(a, "scavenger_room"), tick, a);
	a->heap->cpu_profile_thread(false);
}

static void switch_profile(void *argument)
{
	struct actor *a = argument;
	while (actor_round(a))
		activity_cpu_profile(a, (enum cpu_timer)actor_param(a, "timer"));
}

static void change_rate(struct actor *a)
{
	actor_manner(a, room_manner((size_t)actor_param(a, "changer_room")));
	a->heap->with_room((size_t)actor_param(a, "changer_room"), switch_profile, a);
	a->heap->cpu_profile(0, (enum cpu_timer)actor_param(a, "timer"));
}

SCENARIO(profile_rate_vs_scavenge) = {
    .story = "the CPU profiler's rate changes while the scavenger, being profiled, holds the heap",
    .roles = {ROLE("scavenger", 1, scavenge), ROLE("changer", 1, change_rate),
	      BACKGROUND_ROLE("mutator", 1, make_idle)},
    .params = {{"changer_room", {ROOM_AMPLE, ROOM_UNLOCK_GROWS, ROOM_WAKE_GROWS}, 3},
	       {"scavenger_room", {ROOM_AMPLE, ROOM_UNLOCK_GROWS}, 2},
	       {"timer", {CPU_TIMER_THREAD, CPU_TIMER_PROCESS}, 2}},
    .needs = {"cpu_profile", "cpu_profile_thread", "scavenge_tick", "with_room"},
    .exercises = {"scavenge tick", "cpu profile"},
};
