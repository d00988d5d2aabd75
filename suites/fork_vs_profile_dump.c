/* A fork among threads that sample and one that reads the profile. */
#include "stress/role.h"
#include "stress/scenario.h"

static void setup(struct stage *stage)
{
	stage->heap->profile_rate(1);
}

SCENARIO(fork_vs_profile_dump) = {
    .story = "a thread forks while the memory profile is read",
    .roles = {ROLE("forker", 1, role_fork), ROLE("mutator", 2, role_churn),
	      ROLE("reader", 1, role_profile_dump)},
    .params = {{"size", {SIZE_SMALL}, 1}},
    .needs = {"profile_rate", "profile_dump"},
    .exercises = {"fork", "malloc", "profile dump"},
    .setup = setup,
};
