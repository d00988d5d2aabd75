/* The memory profile is read while sweeping takes sampled blocks out of it. */
#include "stress/role.h"
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

SCENARIO(collect_vs_profile_dump) = {
    .story = "the memory profile is read while sampled garbage is swept",
    .roles = {ROLE("mutator", 1, leave_chains), ROLE("reader", 1, role_profile_dump),
	      ROLE("collector", 1, role_collect)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE}, 2},
	       {"collect", {COLLECT_ALL, COLLECT_LAZILY}, 2}},
    .needs = {"collect", "profile_rate", "profile_dump"},
    .exercises = {"malloc for", "profile dump", "collect", "sweep>proflock"},
    .setup = setup,
};
