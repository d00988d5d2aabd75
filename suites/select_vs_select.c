/* The meeting of Go issue 7099.  Each select allocates a block and frees it explicitly at its end;
 * with every allocation sampled, one thread takes a record off a block of some span while another
 * attaches one to its neighbour.  Each thread also passes a block of about the same size on to the
 * others, so that they free in each other's spans. */
#include "stress/activity.h"
#include "stress/scenario.h"

enum { THREADS_HERE = 2, CASES_MAX = 8, SELECT_BLOCK = 0xc0 };

static struct exchange exchange;
static void *channels[THREADS_HERE][CASES_MAX];

static void setup(struct stage *stage)
{
	stage->heap->profile_rate((size_t)params_get(stage->params, "rate"));
	for (unsigned i = 0; i < THREADS_HERE; i++)
		for (unsigned j = 0; j < CASES_MAX; j++)
			channels[i][j] = stage->heap->channel_make(1);
}

static void select_ready(struct actor *a)
{
	long rate = actor_param(a, "rate");
	actor_manner(a, rate == 1 ? "all sampled" : rate ? "some sampled" : NULL);
	while (actor_round(a)) {
		activity_select_ready(a, channels[a->index], (unsigned)actor_param(a, "cases"));
		activity_give(a, &exchange, SELECT_BLOCK);
	}
}

static void check(struct stage *stage)
{
	exchange_drop(stage, &exchange);
	for (unsigned i = 0; i < THREADS_HERE; i++)
		for (unsigned j = 0; j < CASES_MAX; j++)
			stage->heap->channel_free(channels[i][j]);
}

SCENARIO(select_vs_select) = {
    .story = "select allocates and frees its block on several threads, all of it sampled",
    .roles = {ROLE("selector", THREADS_HERE, select_ready)},
    .params = {{"rate", {1, 0, 4096}, 3}, {"cases", {2, CASES_MAX}, 2}},
    .needs = {"select", "channel_make", "profile_rate"},
    .exercises = {"select ready", "channel receive", "free elsewhere"},
    .setup = setup,
    .check = check,
};
