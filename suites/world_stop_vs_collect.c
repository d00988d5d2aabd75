/* Two reasons to stop the world meet: only one of them may at a time. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(world_stop_vs_collect) = {
    .story = "the world is stopped for statistics and for the collector",
    .roles = {ROLE("collector", 1, role_collect), ROLE("reader", 2, role_world_stop)},
    .params = {{"collect", {COLLECT_ALL, COLLECT_LAZILY}, 2}},
    .needs = {"statistics_stopped", "collect"},
    .exercises = {"collect", "statistics stopped"},
};
