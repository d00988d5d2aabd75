/* A block that is moved takes its profile record along, or loses it, while the rate changes. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(realloc_vs_profile_rate) = {
    .story = "blocks change size while the memory profile's rate changes",
    .roles = {ROLE("resizer", 2, role_resize), ROLE("changer", 1, role_profile_rate)},
    .params = {{"way", {REALLOC_GROW, REALLOC_SHRINK, REALLOC_TO_LARGE}, 3},
	       {"rate", {RATE_ON_OFF, RATE_FINE_COARSE}, 2}},
    .needs = {"realloc", "profile_rate"},
    .exercises = {"realloc", "profile rate"},
};
