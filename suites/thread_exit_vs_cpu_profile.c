/* Threads that are profiled come and go while the profiler is switched: a timer must never outlive
 * its thread, nor a signal strike one that has no task any more. */
#include "stress/role.h"
#include "stress/scenario.h"

static void come_and_go(struct actor *a)
{
	a->heap->cpu_profile_thread(true);
	while (actor_round(a))
		activity_thread(a, (size_t)actor_param(a, "size"));
	a->heap->cpu_profile_thread(false);
}

SCENARIO(thread_exit_vs_cpu_profile) = {
    .story = "threads start and exit while the CPU profiler is switched",
    .roles = {ROLE("host", 2, come_and_go), ROLE("switcher", 1, role_cpu_profile)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"timer", {CPU_TIMER_THREAD, CPU_TIMER_PROCESS}, 2}},
    .needs = {"cpu_profile", "cpu_profile_thread"},
    .exercises = {"thread with", "cpu profile"},
};
