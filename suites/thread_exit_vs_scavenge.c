/* Stacks and caches of threads that exit become idle pages under the scavenger. */
#include "stress/activity.h"
#include "stress/scenario.h"

static void come_and_go(struct actor *a)
{
	while (actor_round(a))
		activity_thread(a, (size_t)actor_param(a, "size"));
}

static void scavenge(struct actor *a)
{
	while (actor_round(a))
		activity_scavenge(a, (enum scavenge_way)actor_param(a, "scavenge"));
}

SCENARIO(thread_exit_vs_scavenge) = {
    .story = "threads start and exit while idle pages go back to the system",
    .roles = {ROLE("host", 2, come_and_go), ROLE("scavenger", 1, scavenge)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"scavenge", {SCAVENGE_ON_DEMAND, SCAVENGE_TICK}, 2}},
    .needs = {"scavenge", "scavenge_tick"},
    .exercises = {"thread with", "scavenge"},
};
