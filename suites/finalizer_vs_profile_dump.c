/* A sampled block has two special records, one for its finalizer; the profile that is read counts
 * the other. */
#include "stress/role.h"
#include "stress/scenario.h"

static void setup(struct stage *stage)
{
	stage->heap->profile_rate(1);
}

SCENARIO(finalizer_vs_profile_dump) = {
    .story = "the memory profile is read while finalizers of sampled blocks come and go",
    .roles = {ROLE("finalizer", 1, role_finalizer), ROLE("collector", 1, role_collect_in_turn),
	      ROLE("reader", 1, role_profile_dump)},
    .needs = {"collect", "set_finalizer", "finalizers_run", "profile_rate", "profile_dump"},
    .exercises = {"set finalizer", "collect", "profile dump"},
    .setup = setup,
    .check = role_finalizer_check,
};
