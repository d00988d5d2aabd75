/* Neither who changes the rate nor who samples may be stopped with a lock held. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(world_stop_vs_profile_rate) = {
    .story = "the world is stopped for statistics while the rate of the memory profile changes",
    .roles = {ROLE("stopper", 1, role_world_stop), ROLE("mutator", 2, role_churn),
	      ROLE("changer", 1, role_profile_rate)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE}, 2}, {"rate", {RATE_ON_OFF, RATE_FINE_COARSE}, 2}},
    .needs = {"statistics_stopped", "profile_rate"},
    .exercises = {"statistics stopped", "malloc", "profile rate"},
};
