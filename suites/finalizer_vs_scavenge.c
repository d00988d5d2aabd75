/* What finalizers let go of becomes idle under the scavenger. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(finalizer_vs_scavenge) = {
    .story = "finalizers run while idle pages go back to the system",
    .roles = {ROLE("finalizer", 1, role_finalizer), ROLE("scavenger", 1, role_scavenge),
	      ROLE("collector", 1, role_collect_in_turn)},
    .params = {{"scavenge", {SCAVENGE_ON_DEMAND, SCAVENGE_TICK}, 2}},
    .needs = {"collect", "set_finalizer", "finalizers_run", "scavenge", "scavenge_tick"},
    .exercises = {"set finalizer", "scavenge", "collect"},
    .check = role_finalizer_check,
};
