/* The meeting of Go issue 16286.  Threads wait in select, with the same channel in one case or in
 * two, while somebody else shrinks their stacks. */
#include "stress/role.h"
#include "stress/scenario.h"

enum { CASES = 3 };

static void *data, *quit;

static void setup(struct stage *stage)
{
	data = stage->heap->channel_make(0);
	quit = stage->heap->channel_make(0);
}

static void wait_for_data(struct actor *a)
{
	bool twice = actor_param(a, "twice");
	void *const cases[CASES] = {data, twice ? data : quit, quit};
	actor_manner(a, twice ? "one channel twice" : NULL);
	while (activity_select_wait(a, cases, twice ? CASES : CASES - 1))
		;
}

static void send(struct actor *a)
{
	while (actor_round(a)) {
		activity_send(a, data);
		activity_sleep(a, 50);
	}
	a->heap->channel_close(quit);
}

static void check(struct stage *stage)
{
	stage->heap->channel_free(data);
	stage->heap->channel_free(quit);
}

SCENARIO(select_vs_stack_shrink) = {
    .story = "threads wait in select, for a channel twice, while their stacks are shrunk",
    .roles = {ROLE("receiver", 2, wait_for_data), ROLE("sender", 1, send),
	      ROLE("shrinker", 1, role_stack_shrink)},
    .params = {{"twice", {1, 0}, 2}},
    .needs = {"select", "channel_make", "sleep_us", "stack_shrink"},
    .exercises = {"select wait", "select send", "stack shrink"},
    .setup = setup,
    .check = check,
};
