/* The memory profile's rate changes while others allocate and free: blocks are freed that were
 * sampled under another rate, or none. */
#include "stress/activity.h"
#include "stress/scenario.h"

static void churn(struct actor *a)
{
	struct working_set set = {0};
	while (actor_round(a))
		activity_churn(a, &set, (size_t)actor_param(a, "size"));
	working_set_drop(a, &set);
}

static void change_rate(struct actor *a)
{
	while (actor_round(a))
		activity_profile_rate(a, (enum rate_way)actor_param(a, "rate"));
}

SCENARIO(malloc_vs_profile_rate) = {
    .story = "the memory profile's rate changes under allocating threads",
    .roles = {ROLE("mutator", 2, churn), ROLE("changer", 1, change_rate)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"rate", {RATE_ON_OFF, RATE_FINE_COARSE}, 2}},
    .needs = {"profile_rate"},
    .exercises = {"malloc", "free", "profile rate"},
};
