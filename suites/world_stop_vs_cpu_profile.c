/* SIGPROF strikes whoever stops the world, and whoever is stopped. */
#include "stress/role.h"
#include "stress/scenario.h"

static void count_stopped(struct actor *a)
{
	a->heap->cpu_profile_thread(true);
	while (actor_round(a))
		activity_statistics_stopped(a);
	a->heap->cpu_profile_thread(false);
}

SCENARIO(world_stop_vs_cpu_profile) = {
    .story = "the world is stopped while the CPU profiler is switched",
    .roles = {ROLE("reader", 2, count_stopped), ROLE("switcher", 1, role_cpu_profile)},
    .params = {{"timer", {CPU_TIMER_THREAD, CPU_TIMER_PROCESS}, 2}},
    .needs = {"statistics_stopped", "cpu_profile", "cpu_profile_thread"},
    .exercises = {"statistics stopped", "cpu profile"},
};
