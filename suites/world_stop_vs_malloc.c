/* Statistics stop the world among threads that allocate. */
#include "stress/activity.h"
#include "stress/scenario.h"

static void count_stopped(struct actor *a)
{
	while (actor_round(a))
		activity_statistics_stopped(a);
}

static void churn(struct actor *a)
{
	struct working_set set = {0};
	while (actor_round(a)) {
		activity_churn(a, &set, (size_t)actor_param(a, "size"));
		activity_chain(a, SIZE_SMALL);
	}
	working_set_drop(a, &set);
}

SCENARIO(world_stop_vs_malloc) = {
    .story = "the world is stopped for statistics while threads allocate",
    .roles = {ROLE("mutator", 2, churn), ROLE("reader", 1, count_stopped)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3}},
    .needs = {"statistics_stopped", "collect"},
    .exercises = {"malloc", "statistics stopped"},
};
