/* The memory profile is summed up while sampled blocks move. */
#include "stress/role.h"
#include "stress/scenario.h"

static void sample_everything(struct stage *stage)
{
	stage->heap->profile_rate(1);
}

SCENARIO(realloc_vs_profile_dump) = {
    .story = "the memory profile is read while sampled blocks change size",
    .roles = {ROLE("resizer", 2, role_resize), ROLE("reader", 1, role_profile_dump)},
    .params = {{"way", {REALLOC_GROW, REALLOC_SHRINK, REALLOC_TO_LARGE}, 3}},
    .needs = {"realloc", "profile_rate", "profile_dump"},
    .exercises = {"realloc", "profile dump"},
    .setup = sample_everything,
};
