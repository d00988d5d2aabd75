/* The memory profile is summed up while everything is sampled: the reader walks the buckets that
 * the allocating threads make. */
#include "stress/activity.h"
#include "stress/scenario.h"

static void churn(struct actor *a)
{
	struct working_set set = {0};
	while (actor_round(a))
		activity_churn(a, &set, (size_t)actor_param(a, "size"));
	working_set_drop(a, &set);
}

static void dump(struct actor *a)
{
	while (actor_round(a))
		activity_profile_dump(a);
}

static void sample_everything(struct stage *stage)
{
	stage->heap->profile_rate(1);
}

SCENARIO(malloc_vs_profile_dump) = {
    .story = "the memory profile is read while every allocation is sampled",
    .roles = {ROLE("mutator", 2, churn), ROLE("reader", 1, dump)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3}},
    .needs = {"profile_rate", "profile_dump"},
    .exercises = {"malloc", "free", "profile dump"},
    .setup = sample_everything,
};
