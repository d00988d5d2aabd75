/* Collections that a limit makes due sweep blocks that were sampled at another rate. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(limit_vs_profile_rate) = {
    .story = "limits change while the rate of the memory profile does",
    .roles = {ROLE("changer", 1, role_limit), ROLE("mutator", 1, role_leave),
	      ROLE("changer", 1, role_profile_rate)},
    .params = {{"limit", {LIMIT_PERCENT, LIMIT_BYTES}, 2},
	       {"rate", {RATE_ON_OFF, RATE_FINE_COARSE}, 2}},
    .needs = {"gc_percent", "memory_limit", "collect", "profile_rate"},
    .exercises = {"set", "malloc for", "profile rate"},
    .check = role_limit_check,
};
