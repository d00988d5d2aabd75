/* The profile is read under its lock on a stack that others may want to shrink. */
#include "stress/role.h"
#include "stress/scenario.h"

static void setup(struct stage *stage)
{
	stage->heap->profile_rate(1);
}

SCENARIO(stack_shrink_vs_profile_dump) = {
    .story = "stacks are shrunk and grow while the memory profile is read",
    .roles = {ROLE("short", 1, role_stack_growth), ROLE("shrinker", 1, role_stack_shrink),
	      ROLE("reader", 1, role_profile_dump)},
    .params = {{"size", {SIZE_SMALL}, 1},
	       {"room", {ROOM_UNLOCK_GROWS, ROOM_WAKE_GROWS, ROOM_LOCK_GROWS}, 3}},
    .needs = {"with_room", "stack_shrink", "profile_rate", "profile_dump"},
    .exercises = {"stack shrink", "malloc", "profile dump"},
    .setup = setup,
};
