/* Statistics stop the world among threads that allocate. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(world_stop_vs_malloc) = {
    .story = "the world is stopped for statistics while threads allocate",
    .roles = {ROLE("mutator", 2, role_churn_and_leave), ROLE("reader", 1, role_world_stop)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3}},
    .needs = {"statistics_stopped", "collect"},
    .exercises = {"malloc", "statistics stopped"},
};
