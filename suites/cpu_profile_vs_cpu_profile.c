/* Several threads change the CPU profiler's rate, and are profiled themselves: who changes the rate
 * may be struck by the SIGPROF that it has just asked for. */
#include "stress/activity.h"
#include "stress/scenario.h"

static void switch_profile(struct actor *a)
{
	a->heap->cpu_profile_thread(true);
	while (actor_round(a))
		activity_cpu_profile(a, (enum cpu_timer)actor_param(a, "timer"));
	a->heap->cpu_profile_thread(false);
	a->heap->cpu_profile(0, (enum cpu_timer)actor_param(a, "timer"));
}

SCENARIO(cpu_profile_vs_cpu_profile) = {
    .story = "threads that are profiled change the rate at which they are",
    .roles = {{.name = "switcher", .run = switch_profile}},
    .params = {{"threads", {1, 2}, 2}, {"timer", {CPU_TIMER_THREAD, CPU_TIMER_PROCESS}, 2}},
    .needs = {"cpu_profile", "cpu_profile_thread"},
    .exercises = {"cpu profile"},
};
