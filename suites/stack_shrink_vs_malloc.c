/* Stacks that grow in the midst of malloc keep spare segments, or none, while the stacks of all are
 * shrunk: what one thread gives back another takes. */
#include "stress/role.h"
#include "stress/scenario.h"

static void setup(struct stage *stage)
{
	stage->heap->stack_cache((size_t)params_get(stage->params, "spare"));
}

SCENARIO(stack_shrink_vs_malloc) = {
    .story = "stacks are shrunk while they grow in the midst of malloc and free",
    .roles = {ROLE("short", 2, role_stack_growth), ROLE("shrinker", 1, role_stack_shrink)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE}, 2},
	       {"room", {ROOM_UNLOCK_GROWS, ROOM_LOCK_GROWS, ROOM_WAKE_GROWS}, 3},
	       {"spare", {8, 0}, 2}},
    .needs = {"with_room", "stack_cache", "stack_shrink"},
    .exercises = {"malloc", "free", "stack shrink"},
    .setup = setup,
};
