/* Threads sleep in select while idle pages go back to the system. */
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

static void scavenge(struct actor *a)
{
	while (actor_round(a))
		activity_scavenge(a, (enum scavenge_way)actor_param(a, "scavenge"));
}

static void check(struct stage *stage)
{
	stage->heap->channel_free(data);
	stage->heap->channel_free(quit);
}

SCENARIO(select_vs_scavenge) = {
    .story = "threads wait in select while idle pages go back to the system",
    .roles = {ROLE("receiver", 2, wait_for_data), ROLE("sender", 1, send),
	      ROLE("scavenger", 1, scavenge)},
    .params = {{"scavenge", {SCAVENGE_ON_DEMAND, SCAVENGE_TICK}, 2}},
    .needs = {"select", "channel_make", "scavenge", "scavenge_tick"},
    .exercises = {"select wait", "select send", "scavenge"},
    .setup = setup,
    .check = check,
};
