/* Finalizers are queued by whoever sweeps, in the middle of an allocation of its own, and run on a
 * thread that allocates too. */
#include "stress/role.h"
#include "stress/scenario.h"

static struct finalized finalized;

static void finalize(struct actor *a)
{
	while (actor_round(a))
		activity_finalizer(a, &finalized);
}

static void churn(struct actor *a)
{
	struct working_set set = {0};
	while (actor_round(a)) {
		activity_churn(a, &set, (size_t)actor_param(a, "size"));
		activity_chain(a, SIZE_SMALL);
	}
	working_set_drop(a, &set);
}

static void check(struct stage *stage)
{
	finalized_check(stage, &finalized);
}

SCENARIO(finalizer_vs_malloc) = {
    .story = "finalizers are queued and run while threads allocate",
    .roles = {ROLE("finalizer", 1, finalize), ROLE("mutator", 1, churn),
	      ROLE("collector", 1, role_collect)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"collect", {COLLECT_ALL, COLLECT_LAZILY}, 2}},
    .needs = {"collect", "set_finalizer", "finalizers_run"},
    .exercises = {"set finalizer", "malloc", "collect"},
    .check = check,
};
