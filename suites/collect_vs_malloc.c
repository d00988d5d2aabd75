/* The collector stops the world among threads that allocate, and leaves them spans to sweep. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(collect_vs_malloc) = {
    .story = "garbage is collected while threads allocate",
    .roles = {ROLE("mutator", 2, role_churn_and_leave), ROLE("collector", 1, role_collect)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"collect", {COLLECT_ALL, COLLECT_LAZILY}, 2}},
    .needs = {"collect"},
    .exercises = {"malloc", "malloc for", "collect"},
};
