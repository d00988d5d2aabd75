/* The heap of timers grows by malloc, under the lock that guards it, from pages that the scavenger
 * looks at. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(timer_vs_scavenge) = {
    .story = "timers fire and allocate while idle pages go back to the system",
    .roles = {ROLE("setter", 2, role_timer), ROLE("scavenger", 1, role_scavenge)},
    .params = {{"scavenge", {SCAVENGE_ON_DEMAND, SCAVENGE_TICK}, 2}},
    .needs = {"timer_add", "scavenge", "scavenge_tick"},
    .exercises = {"timer that allocates", "timer delete", "scavenge"},
    .check = role_timer_check,
};
