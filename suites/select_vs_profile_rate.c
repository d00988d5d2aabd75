/* Threads sleep in select, with its block allocated, while the memory profile's rate changes: the
 * block is freed under another rate than it was allocated under. */
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

static void change_rate(struct actor *a)
{
	while (actor_round(a))
		activity_profile_rate(a, (enum rate_way)actor_param(a, "rate"));
}

static void check(struct stage *stage)
{
	stage->heap->channel_free(data);
	stage->heap->channel_free(quit);
}

SCENARIO(select_vs_profile_rate) = {
    .story = "threads wait in select while the memory profile's rate changes",
    .roles = {ROLE("receiver", 2, wait_for_data), ROLE("sender", 1, send),
	      ROLE("changer", 1, change_rate)},
    .params = {{"rate", {RATE_ON_OFF, RATE_FINE_COARSE}, 2}},
    .needs = {"select", "channel_make", "profile_rate"},
    .exercises = {"select wait", "select send", "profile rate"},
    .setup = setup,
    .check = check,
};
