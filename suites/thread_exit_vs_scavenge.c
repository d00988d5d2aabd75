/* Stacks and caches of threads that exit become idle pages under the scavenger. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(thread_exit_vs_scavenge) = {
    .story = "threads start and exit while idle pages go back to the system",
    .roles = {ROLE("host", 2, role_come_and_go), ROLE("scavenger", 1, role_scavenge)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"scavenge", {SCAVENGE_ON_DEMAND, SCAVENGE_TICK}, 2}},
    .needs = {"scavenge", "scavenge_tick"},
    .exercises = {"thread with", "scavenge"},
};
