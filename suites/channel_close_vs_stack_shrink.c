/* The meeting of Go commit d45bf7228f.  A channel is closed, and all who wait for it must be woken,
 * while somebody else shrinks their stacks and must keep them asleep. */
#include "stress/role.h"
#include "stress/scenario.h"

enum { WAITERS = 8, CHANNELS = 500 };

static void *channels[CHANNELS];
static void *arrived; /* a value from each waiter for each channel that it waits for next */

static void setup(struct stage *stage)
{
	arrived = stage->heap->channel_make(2 * WAITERS);
	for (unsigned i = 0; i < CHANNELS; i++)
		channels[i] = stage->heap->channel_make(0);
}

static void wait_for_each(struct actor *a)
{
	for (unsigned i = 0; i < CHANNELS; i++) {
		uintptr_t value;
		activity_send(a, arrived);
		actor_begin(a, "channel receive");
		bool open = a->heap->channel_receive(channels[i], &value);
		actor_end(a);
		if (open)
			actor_corrupt(a, "received from a channel that nobody sends to");
	}
}

static void let_all_arrive(struct actor *a)
{
	uintptr_t value;
	for (unsigned i = 0; i < WAITERS; i++)
		a->heap->channel_receive(arrived, &value);
}

static void close_each(struct actor *a)
{
	bool in_time = true;
	for (unsigned i = 0; i < CHANNELS; i++) {
		in_time = in_time && actor_round(a);
		if (in_time)
			let_all_arrive(a);
		actor_begin(a, "channel close");
		a->heap->channel_close(channels[i]);
		actor_end(a);
	}
}

static void check(struct stage *stage)
{
	stage->heap->channel_free(arrived);
	for (unsigned i = 0; i < CHANNELS; i++)
		stage->heap->channel_free(channels[i]);
}

SCENARIO(channel_close_vs_stack_shrink) = {
    .story = "channels are closed while the stacks of those who wait for them are shrunk",
    .roles = {ROLE("waiter", WAITERS, wait_for_each), ROLE("closer", 1, close_each),
	      BACKGROUND_ROLE("shrinker", 1, role_stack_shrink)},
    .needs = {"channel_make", "select", "stack_shrink"},
    .exercises = {"channel receive", "channel close", "stack shrink"},
    .setup = setup,
    .check = check,
};
