/* The world is stopped among threads that pass blocks to one another. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(world_stop_vs_free) = {
    .story = "the world is stopped for statistics while threads free what others allocate",
    .roles = {ROLE("stopper", 1, role_world_stop), ROLE("giver", 1, role_give),
	      ROLE("taker", 1, role_take)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3}},
    .needs = {"statistics_stopped"},
    .exercises = {"statistics stopped", "free elsewhere"},
    .setup = role_exchange_setup,
    .check = role_exchange_check,
};
