/* The memory profile is summed up while everything is sampled: the reader walks the buckets that
 * the allocating threads make. */
#include "stress/role.h"
#include "stress/scenario.h"

static void sample_everything(struct stage *stage)
{
	stage->heap->profile_rate(1);
}

SCENARIO(malloc_vs_profile_dump) = {
    .story = "the memory profile is read while every allocation is sampled",
    .roles = {ROLE("mutator", 2, role_churn), ROLE("reader", 1, role_profile_dump)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3}},
    .needs = {"profile_rate", "profile_dump"},
    .exercises = {"malloc", "free", "profile dump"},
    .setup = sample_everything,
};
