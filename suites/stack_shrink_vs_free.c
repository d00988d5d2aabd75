/* Stacks give segments back as pages, while blocks come back to spans, and spans to pages. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(stack_shrink_vs_free) = {
    .story = "stacks are shrunk while threads free what others allocate",
    .roles = {ROLE("short", 1, role_stack_growth), ROLE("shrinker", 1, role_stack_shrink),
	      ROLE("giver", 1, role_give), ROLE("taker", 1, role_take)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"room", {ROOM_UNLOCK_GROWS, ROOM_WAKE_GROWS, ROOM_LOCK_GROWS}, 3}},
    .needs = {"with_room", "stack_shrink"},
    .exercises = {"stack shrink", "free elsewhere"},
    .setup = role_exchange_setup,
    .check = role_exchange_check,
};
