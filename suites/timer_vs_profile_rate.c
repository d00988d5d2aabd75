/* The heap of timers grows, and timers allocate, in the midst of sampling, whose rate changes. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(timer_vs_profile_rate) = {
    .story = "timers fire and allocate while the rate of the memory profile changes",
    .roles = {ROLE("setter", 1, role_timer), ROLE("changer", 1, role_profile_rate)},
    .params = {{"rate", {RATE_ON_OFF, RATE_FINE_COARSE}, 2}},
    .needs = {"timer_add", "profile_rate"},
    .exercises = {"timer that allocates", "profile rate"},
    .check = role_timer_check,
};
