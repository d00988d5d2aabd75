/* Channels are closed while some wait for them in select and others send: each wait must end, and
 * no value may come from a channel after it was closed and emptied. */
#include "stress/activity.h"
#include "stress/scenario.h"

enum { CHANNELS = 128, SENDERS = 2 };

static void *channels[CHANNELS];
static _Atomic unsigned open_from; /* all before it are closed, or about to be */

static void setup(struct stage *stage)
{
	size_t capacity = (size_t)params_get(stage->params, "capacity");
	for (unsigned i = 0; i < CHANNELS; i++)
		channels[i] = stage->heap->channel_make(capacity);
}

/* A pair of neighbours, until the first of them is closed. */
static void wait_for_each(struct actor *a)
{
	actor_manner(a, actor_param(a, "capacity") ? "buffered" : "handed over");
	for (unsigned i = 0; i + 1 < CHANNELS; i++) {
		void *const pair[] = {channels[i + 1], channels[i]};
		while (activity_select_wait(a, pair, 2) && atomic_load(&open_from) <= i)
			;
	}
}

static void send(struct actor *a)
{
	unsigned from;
	actor_manner(a, actor_param(a, "capacity") ? "buffered" : "handed over");
	while (actor_round(a) && (from = atomic_load(&open_from)) < CHANNELS)
		activity_send(a, channels[from]);
}

static void close_each(struct actor *a)
{
	for (unsigned i = 0; i < CHANNELS; i++) {
		if (actor_round(a))
			activity_sleep(a, 50);
		atomic_store(&open_from, i + 1);
		actor_begin(a, "channel close");
		a->heap->channel_close(channels[i]);
		actor_end(a);
	}
}

static void check(struct stage *stage)
{
	for (unsigned i = 0; i < CHANNELS; i++)
		stage->heap->channel_free(channels[i]);
}

SCENARIO(select_close_vs_send) = {
    .story = "channels are closed while threads wait for them in select and others send",
    .roles = {ROLE("receiver", 2, wait_for_each), ROLE("sender", SENDERS, send),
	      ROLE("closer", 1, close_each)},
    .params = {{"capacity", {0, 4}, 2}},
    .needs = {"select", "channel_make", "sleep_us"},
    .exercises = {"select wait", "select send", "channel close"},
    .setup = setup,
    .check = check,
};
