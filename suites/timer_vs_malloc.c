/* Timers are set, deleted and fire, and allocate when they do, while others allocate.  The heap of
 * timers grows by malloc, under the lock that guards it. */
#include "stress/role.h"
#include "stress/scenario.h"

enum { SETTERS = 2 };

static struct timers timers[SETTERS];

static void set(struct actor *a)
{
	while (actor_round(a)) {
		activity_timer(a, &timers[a->index], TIMER_ALLOCATES);
		if (a->rounds % 4 == 0)
			activity_timer_delete(a, &timers[a->index]);
	}
}

static void check(struct stage *stage)
{
	for (unsigned i = 0; i < SETTERS; i++)
		timers_end(stage, &timers[i]);
}

SCENARIO(timer_vs_malloc) = {
    .story = "timers fire and allocate while others allocate",
    .roles = {ROLE("setter", SETTERS, set), ROLE("mutator", 2, role_churn)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3}},
    .needs = {"timer_add"},
    .exercises = {"timer that allocates", "timer delete", "malloc", "free"},
    .check = check,
};
