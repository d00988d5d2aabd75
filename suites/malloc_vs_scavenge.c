/* Idle pages are given back to the system while others allocate, so that pages are taken from under
 * the scavenger and come back as it looks. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(malloc_vs_scavenge) = {
    .story = "threads allocate while idle pages go back to the system",
    .roles = {ROLE("mutator", 2, role_churn), ROLE("scavenger", 1, role_scavenge)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"scavenge", {SCAVENGE_ON_DEMAND, SCAVENGE_TICK}, 2}},
    .needs = {"scavenge", "scavenge_tick"},
    .exercises = {"malloc", "free", "scavenge"},
};
