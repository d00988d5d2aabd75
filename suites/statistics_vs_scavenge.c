/* Statistics are read while pages are given back: what is released must stay a part of what is
 * idle. */
#include "stress/role.h"
#include "stress/scenario.h"

static void count(struct actor *a)
{
	while (actor_round(a)) {
		a->heap->free(a->heap->alloc(SIZE_HUGE)); /* something to scavenge */
		activity_statistics(a);
	}
}

SCENARIO(statistics_vs_scavenge) = {
    .story = "statistics are read while idle pages go back to the system",
    .roles = {ROLE("reader", 2, count), ROLE("scavenger", 1, role_scavenge)},
    .params = {{"scavenge", {SCAVENGE_ON_DEMAND, SCAVENGE_TICK}, 2}},
    .needs = {"statistics", "scavenge", "scavenge_tick"},
    .exercises = {"statistics", "scavenge"},
};
