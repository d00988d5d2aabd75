/* Idle pages are given back to the system while others allocate, so that pages are taken from under
 * the scavenger and come back as it looks. */
#include "stress/activity.h"
#include "stress/scenario.h"

static void churn(struct actor *a)
{
	struct working_set set = {0};
	while (actor_round(a))
		activity_churn(a, &set, (size_t)actor_param(a, "size"));
	working_set_drop(a, &set);
}

static void scavenge(struct actor *a)
{
	while (actor_round(a))
		activity_scavenge(a, (enum scavenge_way)actor_param(a, "scavenge"));
}

SCENARIO(malloc_vs_scavenge) = {
    .story = "threads allocate while idle pages go back to the system",
    .roles = {ROLE("mutator", 2, churn), ROLE("scavenger", 1, scavenge)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"scavenge", {SCAVENGE_ON_DEMAND, SCAVENGE_TICK}, 2}},
    .needs = {"scavenge", "scavenge_tick"},
    .exercises = {"malloc", "free", "scavenge"},
};
