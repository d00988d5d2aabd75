/* The heap's limits are changed while threads allocate, and the heap collects by itself
 * accordingly. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(limit_vs_malloc) = {
    .story = "limits change while threads allocate",
    .roles = {ROLE("mutator", 2, role_churn_and_leave), ROLE("changer", 1, role_limit)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"limit", {LIMIT_PERCENT, LIMIT_BYTES}, 2}},
    .needs = {"gc_percent", "memory_limit", "collect"},
    .exercises = {"malloc", "set"},
    .check = role_limit_check,
};
