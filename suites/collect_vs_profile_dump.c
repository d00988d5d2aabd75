/* The memory profile is read while sweeping takes sampled blocks out of it. */
#include "stress/activity.h"
#include "stress/scenario.h"

static void setup(struct stage *stage)
{
	stage->heap->profile_rate(1);
}

static void leave_chains(struct actor *a)
{
	while (actor_round(a))
		activity_chain(a, (size_t)actor_param(a, "size"));
}

static void dump(struct actor *a)
{
	while (actor_round(a))
		activity_profile_dump(a);
}

static void collect(struct actor *a)
{
	while (actor_round(a))
		activity_collect(a, (enum collect_way)actor_param(a, "collect"));
}

SCENARIO(collect_vs_profile_dump) = {
    .story = "the memory profile is read while sampled garbage is swept",
    .roles = {ROLE("mutator", 1, leave_chains), ROLE("reader", 1, dump),
	      ROLE("collector", 1, collect)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE}, 2},
	       {"collect", {COLLECT_ALL, COLLECT_LAZILY}, 2}},
    .needs = {"collect", "profile_rate", "profile_dump"},
    .exercises = {"malloc for", "profile dump", "collect"},
    .setup = setup,
};
