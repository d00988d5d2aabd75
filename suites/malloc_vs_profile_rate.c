/* The memory profile's rate changes while others allocate and free: blocks are freed that were
 * sampled under another rate, or none. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(malloc_vs_profile_rate) = {
    .story = "the memory profile's rate changes under allocating threads",
    .roles = {ROLE("mutator", 2, role_churn), ROLE("changer", 1, role_profile_rate)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"rate", {RATE_ON_OFF, RATE_FINE_COARSE}, 2}},
    .needs = {"profile_rate"},
    .exercises = {"malloc", "free", "profile rate"},
};
