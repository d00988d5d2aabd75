/* Threads are woken from select on one side, and struck by SIGPROF on the other. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(select_vs_cpu_profile) = {
    .story = "threads wait in select while the CPU profiler is switched",
    .roles = {ROLE("receiver", 2, role_select_wait), ROLE("sender", 1, role_select_send),
	      ROLE("switcher", 1, role_cpu_profile)},
    .params = {{"timer", {CPU_TIMER_THREAD, CPU_TIMER_PROCESS}, 2}},
    .needs = {"select", "channel_make", "cpu_profile"},
    .exercises = {"select wait", "select send", "cpu profile"},
    .setup = role_select_setup,
    .check = role_select_check,
};
