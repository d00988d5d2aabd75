/* A stack grows in the middle of sampling a block, while the rate of sampling changes. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(stack_growth_vs_profile_rate) = {
    .story = "stacks grow in the middle of sampling, while the memory profile's rate changes",
    .roles = {ROLE("short", 2, role_stack_growth), ROLE("changer", 1, role_profile_rate)},
    .params = {{"size", {SIZE_SMALL}, 1},
	       {"room", {ROOM_UNLOCK_GROWS, ROOM_WAKE_GROWS, ROOM_LOCK_GROWS}, 3},
	       {"rate", {RATE_ON_OFF, RATE_FINE_COARSE}, 2}},
    .needs = {"with_room", "profile_rate"},
    .exercises = {"malloc", "profile rate"},
};
