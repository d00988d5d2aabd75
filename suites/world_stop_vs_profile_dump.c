/* The profile is read by a task that others want to stop. */
#include "stress/role.h"
#include "stress/scenario.h"

static void setup(struct stage *stage)
{
	stage->heap->profile_rate(1);
}

SCENARIO(world_stop_vs_profile_dump) = {
    .story = "the world is stopped for statistics while the memory profile is read",
    .roles = {ROLE("stopper", 1, role_world_stop), ROLE("mutator", 2, role_churn),
	      ROLE("reader", 1, role_profile_dump)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE}, 2}},
    .needs = {"statistics_stopped", "profile_rate", "profile_dump"},
    .exercises = {"statistics stopped", "malloc", "profile dump"},
    .setup = setup,
};
