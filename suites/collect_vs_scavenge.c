/* Spans that sweeping frees are what the scavenger gives back. */
#include "stress/role.h"
#include "stress/scenario.h"

static void leave_chains(struct actor *a)
{
	while (actor_round(a))
		activity_chain(a, SIZE_LARGE);
}

SCENARIO(collect_vs_scavenge) = {
    .story = "garbage is collected while idle pages go back to the system",
    .roles = {ROLE("mutator", 1, leave_chains), ROLE("scavenger", 1, role_scavenge),
	      ROLE("collector", 1, role_collect)},
    .params = {{"scavenge", {SCAVENGE_ON_DEMAND, SCAVENGE_TICK}, 2},
	       {"collect", {COLLECT_ALL, COLLECT_LAZILY}, 2}},
    .needs = {"collect", "scavenge", "scavenge_tick"},
    .exercises = {"malloc for", "scavenge", "collect"},
};
