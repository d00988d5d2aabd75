/* A fork takes the locks of the CPU profile, whose rate others change, and leaves its child without
 * a timer. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(fork_vs_cpu_profile) = {
    .story = "a thread forks while the rate of the CPU profile changes",
    .roles = {ROLE("forker", 1, role_fork), ROLE("changer", 1, role_cpu_profile)},
    .params = {{"timer", {CPU_TIMER_THREAD, CPU_TIMER_PROCESS}, 2}},
    .needs = {"cpu_profile"},
    .exercises = {"fork", "cpu profile"},
};
