/* SIGPROF strikes whoever stops the world, and whoever is stopped. */
#include "stress/activity.h"
#include "stress/scenario.h"

static void count_stopped(struct actor *a)
{
	a->heap->cpu_profile_thread(true);
	while (actor_round(a))
		activity_statistics_stopped(a);
	a->heap->cpu_profile_thread(false);
}

static void switch_profile(struct actor *a)
{
	while (actor_round(a))
		activity_cpu_profile(a, (enum cpu_timer)actor_param(a, "timer"));
	a->heap->cpu_profile(0, (enum cpu_timer)actor_param(a, "timer"));
}

SCENARIO(world_stop_vs_cpu_profile) = {
    .story = "the world is stopped while the CPU profiler is switched",
    .roles = {ROLE("reader", 2, count_stopped), ROLE("switcher", 1, switch_profile)},
    .params = {{"timer", {CPU_TIMER_THREAD, CPU_TIMER_PROCESS}, 2}},
    .needs = {"statistics_stopped", "cpu_profile", "cpu_profile_thread"},
    .exercises = {"statistics stopped", "cpu profile"},
};
