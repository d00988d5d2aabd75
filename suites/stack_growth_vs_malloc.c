/* A stack that has no room left grows from the heap while the heap is in use, by itself too: with
 * little room each taking, releasing or waking of a lock needs a new segment first. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(stack_growth_vs_malloc) = {
    .story = "stacks grow in the middle of malloc and free, from the heap itself",
    .roles = {ROLE("short", 2, role_stack_growth), ROLE("mutator", 1, role_churn)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"room", {ROOM_UNLOCK_GROWS, ROOM_WAKE_GROWS, ROOM_LOCK_GROWS}, 3}},
    .needs = {"with_room"},
    .exercises = {"malloc", "free"},
};
