/* Adding a timer allocates under the lock of all timers, which is where nobody may be stopped. */
#include "stress/role.h"
#include "stress/scenario.h"

/* So many readers that the world is hardly ever not being stopped, and so many setters that there
   are many timers at once, and more memory is needed for them again and again. */
enum { SETTERS = 16, READERS = 3 };

static struct timers timers[SETTERS];

static void add_timers(struct actor *a)
{
	while (actor_round(a))
		activity_timer(a, &timers[a->index], TIMER_ALLOCATES);
}

static void check(struct stage *stage)
{
	for (unsigned i = 0; i < SETTERS; i++)
		timers_end(stage, &timers[i]);
}

SCENARIO(world_stop_vs_timer) = {
    .story = "the world is stopped while timers are added, stopped and fire",
    .roles = {ROLE("reader", READERS, role_world_stop), ROLE("setter", SETTERS, add_timers)},
    .needs = {"statistics_stopped", "timer_add"},
    .exercises = {"statistics stopped", "timer that allocates", "timer delete"},
    .check = check,
};
