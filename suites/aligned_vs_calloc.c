/* Aligned blocks lie inside larger ones, and zeroed ones must not see what those left behind. */
#include "stress/activity.h"
#include "stress/scenario.h"

static void align(struct actor *a)
{
	struct working_set set = {0};
	while (actor_round(a))
		activity_aligned(a, &set, (size_t)actor_param(a, "alignment"), SIZE_SMALL);
	working_set_drop(a, &set);
}

static void zero(struct actor *a)
{
	struct working_set set = {0};
	while (actor_round(a))
		activity_calloc(a, &set, (size_t)actor_param(a, "size"));
	working_set_drop(a, &set);
}

SCENARIO(aligned_vs_calloc) = {
    .story = "aligned blocks come and go beside zeroed ones",
    .roles = {ROLE("aligner", 1, align), ROLE("zeroer", 1, zero)},
    .params = {{"alignment", {64, 65536}, 2}, {"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3}},
    .needs = {"aligned_alloc", "calloc"},
    .exercises = {"aligned", "calloc", "free"},
};
