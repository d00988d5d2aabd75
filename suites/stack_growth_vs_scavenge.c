/* Segments of stacks that grow and shrink are pages that come and go under the scavenger. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(stack_growth_vs_scavenge) = {
    .story = "stacks grow from pages that the scavenger looks at",
    .roles = {ROLE("short", 2, role_stack_growth), ROLE("scavenger", 1, role_scavenge)},
    .params = {{"size", {SIZE_SMALL}, 1},
	       {"room", {ROOM_UNLOCK_GROWS, ROOM_WAKE_GROWS, ROOM_LOCK_GROWS}, 3},
	       {"scavenge", {SCAVENGE_ON_DEMAND, SCAVENGE_TICK}, 2}},
    .needs = {"with_room", "scavenge", "scavenge_tick"},
    .exercises = {"malloc", "scavenge"},
};
