/* Finalizers are queued by whoever sweeps, in the middle of an allocation of its own, and run on a
 * thread that allocates too. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(finalizer_vs_malloc) = {
    .story = "finalizers are queued and run while threads allocate",
    .roles = {ROLE("finalizer", 1, role_finalizer), ROLE("mutator", 1, role_churn_and_leave),
	      ROLE("collector", 1, role_collect)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"collect", {COLLECT_ALL, COLLECT_LAZILY}, 2}},
    .needs = {"collect", "set_finalizer", "finalizers_run"},
    .exercises = {"set finalizer", "malloc", "collect"},
    .check = role_finalizer_check,
};
