/* The collector stops the world among threads that allocate, and leaves them spans to sweep. */
#include "stress/activity.h"
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

static void collect(struct actor *a)
{
	while (actor_round(a))
		activity_collect(a, (enum collect_way)actor_param(a, "collect"));
}

SCENARIO(collect_vs_malloc) = {
    .story = "garbage is collected while threads allocate",
    .roles = {ROLE("mutator", 2, churn), ROLE("collector", 1, collect)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"collect", {COLLECT_ALL, COLLECT_LAZILY}, 2}},
    .needs = {"collect"},
    .exercises = {"malloc", "malloc for", "collect"},
};
