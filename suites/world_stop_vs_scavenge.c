/* Turns of the scavenger stop the world for their traces, and start the collections that nothing
 * else has started for long. */
#include "stress/role.h"
#include "stress/scenario.h"

/* So much that allocating does not reach it: per cent of what is reachable. */
enum { RARELY = 10000 };

/* What is taken with the world stopped has been taken once before the scavenger begins. */
static void setup(struct stage *stage)
{
	stage->heap->collect(false);
	stage->heap->gc_percent(RARELY);
	stage->heap->scavenge_trace(true);
}

static void scavenge(struct actor *a)
{
	while (actor_round(a))
		activity_scavenge(a, SCAVENGE_TICK);
}

static void check(struct stage *stage)
{
	stage->heap->scavenge_trace(false);
	stage->heap->gc_percent(-1);
}

SCENARIO(world_stop_vs_scavenge) = {
    .story = "the scavenger has the world stopped, for traces and for collections, while threads "
	     "allocate",
    .roles = {ROLE("mutator", 2, role_churn), ROLE("scavenger", 1, scavenge)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3}},
    .needs = {"collect", "gc_percent", "scavenge_trace", "scavenge_tick"},
    .exercises = {"malloc", "scavenge", "worldsema>world", "worldsema>gclock"},
    .setup = setup,
    .check = check,
};
