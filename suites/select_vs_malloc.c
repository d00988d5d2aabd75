/* Threads allocate the blocks of select beside blocks of all kinds. */
#include "stress/activity.h"
#include "stress/scenario.h"

static void *data, *quit;

static void setup(struct stage *stage)
{
	stage->heap->profile_rate(1);
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

static void churn(struct actor *a)
{
	struct working_set set = {0};
	while (actor_round(a))
		activity_churn(a, &set, (size_t)actor_param(a, "size"));
	working_set_drop(a, &set);
}

static void check(struct stage *stage)
{
	stage->heap->channel_free(data);
	stage->heap->channel_free(quit);
}

SCENARIO(select_vs_malloc) = {
    .story = "threads wait in select while others allocate, all of it sampled",
    .roles = {ROLE("receiver", 2, wait_for_data), ROLE("sender", 1, send),
	      ROLE("mutator", 1, churn)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3}},
    .needs = {"select", "channel_make", "profile_rate"},
    .exercises = {"select wait", "select send", "malloc"},
    .setup = setup,
    .check = check,
};
