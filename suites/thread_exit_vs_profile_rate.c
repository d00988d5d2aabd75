/* Threads come and go while the memory profile's rate changes: the last thing a thread does is to
 * give back blocks that may have been sampled. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(thread_exit_vs_profile_rate) = {
    .story = "threads start and exit while the memory profile's rate changes",
    .roles = {ROLE("host", 2, role_come_and_go), ROLE("changer", 1, role_profile_rate)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"rate", {RATE_ON_OFF, RATE_FINE_COARSE}, 2}},
    .needs = {"profile_rate"},
    .exercises = {"thread with", "profile rate"},
};
