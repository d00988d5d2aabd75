/* A block can have a finalizer and a profile record at once: sweeping takes off both. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(finalizer_vs_profile_rate) = {
    .story = "finalizers come and go while the memory profile's rate changes",
    .roles = {ROLE("finalizer", 2, role_finalizer), ROLE("changer", 1, role_profile_rate),
	      ROLE("collector", 1, role_collect_in_turn)},
    .params = {{"rate", {RATE_ON_OFF, RATE_FINE_COARSE}, 2}},
    .needs = {"collect", "set_finalizer", "finalizers_run", "profile_rate"},
    .exercises = {"set finalizer", "profile rate", "collect"},
    .check = role_finalizer_check,
};
