/* Blocks move and change their kind while idle pages go back: growing ones take fresh pages, and
 * what they leave behind becomes idle at once. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(realloc_vs_scavenge) = {
    .story = "blocks change size while idle pages go back to the system",
    .roles = {ROLE("resizer", 2, role_resize), ROLE("scavenger", 1, role_scavenge)},
    .params = {{"way", {REALLOC_GROW, REALLOC_SHRINK, REALLOC_TO_LARGE}, 3},
	       {"scavenge", {SCAVENGE_ON_DEMAND, SCAVENGE_TICK}, 2}},
    .needs = {"realloc", "scavenge", "scavenge_tick"},
    .exercises = {"realloc", "scavenge"},
};
