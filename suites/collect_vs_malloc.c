/* The collector stops the world among threads that allocate, and leaves them spans to sweep. */
#include "stress/role.h"
#include "stress/scenario.h"

static void churn(struct actor *a)
{
	struct working_set set = {0};
	while (actor_round(a)) {
		activity_churn(a, &set, (size_t)actor_param(a, "size"));
		activity_chain(a, SIZE_SMALL);
	}
	working_set_drop(a, &set);
}

SCENARIO(collect_vs_malloc) = {
    .story = "garbage is collected while threads allocate",
    .roles = {ROLE("mutator", 2, churn), ROLE("collector", 1, role_collect)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"collect", {COLLECT_ALL, COLLECT_LAZILY}, 2}},
    .needs = {"collect"},
    .exercises = {"malloc", "malloc for", "collect"},
};
