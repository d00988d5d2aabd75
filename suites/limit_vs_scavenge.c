/* Limits are set and idle pages looked for under the lock of the page heap. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(limit_vs_scavenge) = {
    .story = "limits change while idle pages go back to the system",
    .roles = {ROLE("changer", 1, role_limit), ROLE("mutator", 1, role_leave),
	      ROLE("scavenger", 1, role_scavenge)},
    .params = {{"limit", {LIMIT_PERCENT, LIMIT_BYTES}, 2},
	       {"scavenge", {SCAVENGE_ON_DEMAND, SCAVENGE_TICK}, 2}},
    .needs = {"gc_percent", "memory_limit", "collect", "scavenge", "scavenge_tick"},
    .exercises = {"set", "malloc for", "scavenge"},
    .check = role_limit_check,
};
