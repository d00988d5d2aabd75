/* Stacks grow in the midst of sampling, and are shrunk again. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(stack_shrink_vs_profile_rate) = {
    .story = "stacks are shrunk and grow while the rate of the memory profile changes",
    .roles = {ROLE("short", 1, role_stack_growth), ROLE("shrinker", 1, role_stack_shrink),
	      ROLE("changer", 1, role_profile_rate)},
    .params = {{"size", {SIZE_SMALL}, 1},
	       {"room", {ROOM_UNLOCK_GROWS, ROOM_WAKE_GROWS, ROOM_LOCK_GROWS}, 3},
	       {"rate", {RATE_ON_OFF, RATE_FINE_COARSE}, 2}},
    .needs = {"with_room", "stack_shrink", "profile_rate"},
    .exercises = {"stack shrink", "malloc", "profile rate"},
};
