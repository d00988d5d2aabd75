/* Profiled threads fall asleep and wake up: SIGPROF strikes them asleep too, and with the lock of
 * the timers held. */
#include "stress/activity.h"
#include "stress/scenario.h"

static void sleep_profiled(struct actor *a)
{
	a->heap->cpu_profile_thread(true);
	while (actor_round(a))
		activity_sleep(a, 10 + random_below(&a->random, 100));
	a->heap->cpu_profile_thread(false);
}

static void change_rate(struct actor *a)
{
	while (actor_round(a))
		activity_cpu_profile(a, (enum cpu_timer)actor_param(a, "timer"));
}

SCENARIO(sleep_vs_cpu_profile) = {
    .story = "profiled threads sleep while the CPU profile's rate changes",
    .roles = {ROLE("sleeper", 3, sleep_profiled), ROLE("changer", 1, change_rate)},
    .params = {{"timer", {CPU_TIMER_THREAD, CPU_TIMER_PROCESS}, 2}},
    .needs = {"sleep_us", "cpu_profile", "cpu_profile_thread"},
    .exercises = {"sleep", "cpu profile"},
};
