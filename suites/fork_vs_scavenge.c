/* The child may find itself with pages that the scavenger was about to give back. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(fork_vs_scavenge) = {
    .story = "a thread forks while idle pages go back to the system",
    .roles = {ROLE("forker", 1, role_fork), ROLE("mutator", 2, role_churn),
	      ROLE("scavenger", 1, role_scavenge)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"scavenge", {SCAVENGE_ON_DEMAND, SCAVENGE_TICK}, 2}},
    .needs = {"scavenge", "scavenge_tick"},
    .exercises = {"fork", "malloc", "scavenge"},
};
