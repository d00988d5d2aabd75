/* Threads sleep in select, their blocks reachable from their stacks only, while the collector runs;
 * the channels are reachable from registered roots. */
#include "stress/role.h"
#include "stress/scenario.h"

static void *channels[2]; /* data, quit */

static void setup(struct stage *stage)
{
	if (!stage->heap->root_add(channels, sizeof channels))
		stage_corrupt(stage, "the channels could not be made roots");
	channels[0] = stage->heap->channel_make(1);
	channels[1] = stage->heap->channel_make(0);
}

static void wait_for_data(struct actor *a)
{
	while (activity_select_wait(a, channels, 2))
		;
}

static void send(struct actor *a)
{
	while (actor_round(a))
		activity_send(a, channels[0]);
	a->heap->channel_close(channels[1]);
}

static void check(struct stage *stage)
{
	for (unsigned i = 0; i < 2; i++)
		stage->heap->channel_free(channels[i]);
	stage->heap->root_remove(channels);
}

SCENARIO(collect_vs_select) = {
    .story = "garbage is collected while threads wait in select",
    .roles = {ROLE("receiver", 2, wait_for_data), ROLE("sender", 1, send),
	      ROLE("collector", 1, role_collect)},
    .params = {{"collect", {COLLECT_ALL, COLLECT_LAZILY}, 2}},
    .needs = {"collect", "root_add", "select", "channel_make"},
    .exercises = {"select wait", "select send", "collect"},
    .setup = setup,
    .check = check,
};
