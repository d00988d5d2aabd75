/* What finalizers let go of becomes idle under the scavenger. */
#include "stress/role.h"
#include "stress/scenario.h"

static struct finalized finalized;

static void finalize(struct actor *a)
{
	while (actor_round(a))
		activity_finalizer(a, &finalized);
}

static void collect(struct actor *a)
{
	while (actor_round(a))
		activity_collect(a, a->rounds % 2 ? COLLECT_ALL : COLLECT_LAZILY);
}

static void check(struct stage *stage)
{
	finalized_check(stage, &finalized);
}

SCENARIO(finalizer_vs_scavenge) = {
    .story = "finalizers run while idle pages go back to the system",
    .roles = {ROLE("finalizer", 1, finalize), ROLE("scavenger", 1, role_scavenge),
	      ROLE("collector", 1, collect)},
    .params = {{"scavenge", {SCAVENGE_ON_DEMAND, SCAVENGE_TICK}, 2}},
    .needs = {"collect", "set_finalizer", "finalizers_run", "scavenge", "scavenge_tick"},
    .exercises = {"set finalizer", "scavenge", "collect"},
    .check = check,
};
