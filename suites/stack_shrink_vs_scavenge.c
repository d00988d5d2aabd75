/* What stacks give back is idle at once, and the scavenger looks for what is. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(stack_shrink_vs_scavenge) = {
    .story = "stacks are shrunk and grow while idle pages go back to the system",
    .roles = {ROLE("short", 1, role_stack_growth), ROLE("shrinker", 1, role_stack_shrink),
	      ROLE("scavenger", 1, role_scavenge)},
    .params = {{"size", {SIZE_SMALL}, 1},
	       {"room", {ROOM_UNLOCK_GROWS, ROOM_WAKE_GROWS, ROOM_LOCK_GROWS}, 3},
	       {"scavenge", {SCAVENGE_ON_DEMAND, SCAVENGE_TICK}, 2}},
    .needs = {"with_room", "stack_shrink", "scavenge", "scavenge_tick"},
    .exercises = {"stack shrink", "malloc", "scavenge"},
};
