/* The profile is read while collections that a limit makes due take sampled blocks out of it. */
#include "stress/role.h"
#include "stress/scenario.h"

static void setup(struct stage *stage)
{
	stage->heap->profile_rate(1);
}

SCENARIO(limit_vs_profile_dump) = {
    .story = "limits change while the memory profile is read",
    .roles = {ROLE("changer", 1, role_limit), ROLE("mutator", 1, role_leave),
	      ROLE("reader", 1, role_profile_dump)},
    .params = {{"limit", {LIMIT_PERCENT, LIMIT_BYTES}, 2}},
    .needs = {"gc_percent", "memory_limit", "collect", "profile_rate", "profile_dump"},
    .exercises = {"set", "malloc for", "profile dump"},
    .setup = setup,
    .check = role_limit_check,
};
