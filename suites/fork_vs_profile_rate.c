/* The child samples too: it must not inherit the lock of the profile from a thread that it does not
 * have. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(fork_vs_profile_rate) = {
    .story = "a thread forks while others allocate and the rate of the memory profile changes",
    .roles = {ROLE("forker", 1, role_fork), ROLE("mutator", 2, role_churn),
	      ROLE("changer", 1, role_profile_rate)},
    .params = {{"size", {SIZE_SMALL}, 1}, {"rate", {RATE_ON_OFF, RATE_FINE_COARSE}, 2}},
    .needs = {"profile_rate"},
    .exercises = {"fork", "malloc", "profile rate"},
};
