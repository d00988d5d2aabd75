/* Two profilers at once.  The memory profile is filled and summed up by threads that are themselves
 * CPU-profiled: SIGPROF strikes them while they hold its lock. */
#include "stress/role.h"
#include "stress/scenario.h"

static void setup(struct stage *stage)
{
	stage->heap->profile_rate(1);
}

static void churn(struct actor *a)
{
	struct working_set set = {0};
	a->heap->cpu_profile_thread(true);
	while (actor_round(a))
		activity_churn(a, &set, (size_t)actor_param(a, "size"));
	working_set_drop(a, &set);
	a->heap->cpu_profile_thread(false);
}

static void dump(struct actor *a)
{
	a->heap->cpu_profile_thread(true);
	while (actor_round(a))
		activity_profile_dump(a);
	a->heap->cpu_profile_thread(false);
}

SCENARIO(profile_dump_vs_cpu_profile) = {
    .story = "the memory profile is filled and read by threads that SIGPROF strikes",
    .roles = {ROLE("mutator", 1, churn), ROLE("reader", 1, dump),
	      ROLE("switcher", 1, role_cpu_profile)},
    .params = {{"timer", {CPU_TIMER_THREAD, CPU_TIMER_PROCESS}, 2},
	       {"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3}},
    .needs = {"profile_rate", "profile_dump", "cpu_profile", "cpu_profile_thread"},
    .exercises = {"malloc", "profile dump", "cpu profile"},
    .setup = setup,
};
