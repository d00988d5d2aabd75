/* SIGPROF strikes threads in the middle of malloc and free, whatever lock they hold. */
#include "stress/role.h"
#include "stress/scenario.h"

static void churn_profiled(struct actor *a)
{
	struct working_set set = {0};
	a->heap->cpu_profile_thread(true);
	while (actor_round(a))
		activity_churn(a, &set, (size_t)actor_param(a, "size"));
	working_set_drop(a, &set);
	a->heap->cpu_profile_thread(false);
}

SCENARIO(malloc_vs_cpu_profile) = {
    .story = "threads that are CPU-profiled allocate while the profiler is switched",
    .roles = {ROLE("mutator", 2, churn_profiled), ROLE("switcher", 1, role_cpu_profile)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"timer", {CPU_TIMER_THREAD, CPU_TIMER_PROCESS}, 2}},
    .needs = {"cpu_profile", "cpu_profile_thread"},
    .exercises = {"malloc", "free", "cpu profile"},
};
