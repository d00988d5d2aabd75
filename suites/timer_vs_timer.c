/* Timers that set and delete timers when they fire, while others set and delete theirs.  A timer
 * that fired with the lock of the timers held would wait for itself. */
#include "stress/activity.h"
#include "stress/scenario.h"

enum { SETTERS = 3 };

static struct timers timers[SETTERS];

static void set(struct actor *a)
{
	while (actor_round(a)) {
		activity_timer(a, &timers[a->index], (enum timer_way)actor_param(a, "fires"));
		if (a->rounds % 2 == 0)
			activity_timer_delete(a, &timers[a->index]);
	}
}

static void check(struct stage *stage)
{
	for (unsigned i = 0; i < SETTERS; i++)
		timers_end(stage, &timers[i]);
}

SCENARIO(timer_vs_timer) = {
    .story = "timers set and delete timers while others do",
    .roles = {ROLE("setter", SETTERS, set)},
    .params = {{"fires", {TIMER_SETS, TIMER_ALLOCATES}, 2}},
    .needs = {"timer_add"},
    .exercises = {"timer that", "timer delete"},
    .check = check,
};
