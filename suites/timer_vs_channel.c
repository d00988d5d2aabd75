/* Timers send on a channel for which others wait: the task that fires them takes the lock of the
 * channel, and wakes whoever waits. */
#include "stress/activity.h"
#include "stress/scenario.h"

enum { SETTERS = 2 };

static struct timers timers[SETTERS];
static void *data, *quit;

static void setup(struct stage *stage)
{
	data = stage->heap->channel_make((size_t)params_get(stage->params, "capacity"));
	quit = stage->heap->channel_make(0);
	for (unsigned i = 0; i < SETTERS; i++)
		timers[i].channel = data;
}

static void set(struct actor *a)
{
	actor_manner(a, actor_param(a, "capacity") ? "buffered" : "handed over");
	while (actor_round(a))
		activity_timer(a, &timers[a->index], TIMER_SENDS);
	if (a->index == 0)
		a->heap->channel_close(quit);
}

static void wait_for_data(struct actor *a)
{
	void *const both[] = {data, quit};
	actor_manner(a, actor_param(a, "capacity") ? "buffered" : "handed over");
	while (activity_select_wait(a, both, 2))
		;
}

static void check(struct stage *stage)
{
	for (unsigned i = 0; i < SETTERS; i++)
		timers_end(stage, &timers[i]);
	stage->heap->channel_free(data);
	stage->heap->channel_free(quit);
}

SCENARIO(timer_vs_channel) = {
    .story = "timers send on a channel that others wait for",
    .roles = {ROLE("setter", SETTERS, set), ROLE("receiver", 2, wait_for_data)},
    .params = {{"capacity", {0, 4}, 2}},
    .needs = {"timer_add", "select", "channel_make"},
    .exercises = {"timer that sends", "select wait"},
    .setup = setup,
    .check = check,
};
