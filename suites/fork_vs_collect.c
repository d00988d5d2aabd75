/* A fork waits neither for the collector nor catches it half done: its child collects what it
 * likes. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(fork_vs_collect) = {
    .story = "a thread forks while garbage is collected",
    .roles = {ROLE("forker", 1, role_fork), ROLE("mutator", 1, role_churn_and_leave),
	      ROLE("collector", 1, role_collect)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE}, 2},
	       {"collect", {COLLECT_ALL, COLLECT_LAZILY}, 2}},
    .needs = {"collect"},
    .exercises = {"fork", "malloc", "collect"},
};
