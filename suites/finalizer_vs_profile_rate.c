/* A block can have a finalizer and a profile record at once: sweeping takes off both. */
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

SCENARIO(finalizer_vs_profile_rate) = {
    .story = "finalizers come and go while the memory profile's rate changes",
    .roles = {ROLE("finalizer", 2, finalize), ROLE("changer", 1, role_profile_rate),
	      ROLE("collector", 1, collect)},
    .params = {{"rate", {RATE_ON_OFF, RATE_FINE_COARSE}, 2}},
    .needs = {"collect", "set_finalizer", "finalizers_run", "profile_rate"},
    .exercises = {"set finalizer", "profile rate", "collect"},
    .check = check,
};
