/* Threads are woken from select on one side, and struck by SIGPROF on the other. */
#include "stress/activity.h"
#include "stress/scenario.h"

static void *data, *quit;

static void setup(struct stage *stage)
{
	data = stage->heap->channel_make(1);
	quit = stage->heap->channel_make(0);
}

static void wait_for_data(struct actor *a)
{
	void *const both[] = {data, quit};
	while (activity_select_wait(a, both, 2))
		;
}

static void send(struct actor *a)
{
	while (actor_round(a))
		activity_send(a, data);
	a->heap->channel_close(quit);
}

static void switch_profile(struct actor *a)
{
	while (actor_round(a))
		activity_cpu_profile(a, (enum cpu_timer)actor_param(a, "timer"));
	a->heap->cpu_profile(0, (enum cpu_timer)actor_param(a, "timer"));
}

static void check(struct stage *stage)
{
	stage->heap->channel_free(data);
	stage->heap->channel_free(quit);
}

SCENARIO(select_vs_cpu_profile) = {
    .story = "threads wait in select while the CPU profiler is switched",
    .roles = {ROLE("receiver", 2, wait_for_data), ROLE("sender", 1, send),
	      ROLE("switcher", 1, switch_profile)},
    .params = {{"timer", {CPU_TIMER_THREAD, CPU_TIMER_PROCESS}, 2}},
    .needs = {"select", "channel_make", "cpu_profile"},
    .exercises = {"select wait", "select send", "cpu profile"},
    .setup = setup,
    .check = check,
};
