/* The memory profile is summed up while sampled blocks move. */
#include "stress/activity.h"
#include "stress/scenario.h"

static void resize(struct actor *a)
{
	struct working_set set = {0};
	while (actor_round(a))
		activity_realloc(a, &set, (enum realloc_way)actor_param(a, "way"));
	working_set_drop(a, &set);
}

static void dump(struct actor *a)
{
	while (actor_round(a))
		activity_profile_dump(a);
}

static void sample_everything(struct stage *stage)
{
	stage->heap->profile_rate(1);
}

SCENARIO(realloc_vs_profile_dump) = {
    .story = "the memory profile is read while sampled blocks change size",
    .roles = {ROLE("resizer", 2, resize), ROLE("reader", 1, dump)},
    .params = {{"way", {REALLOC_GROW, REALLOC_SHRINK, REALLOC_TO_LARGE}, 3}},
    .needs = {"realloc", "profile_rate", "profile_dump"},
    .exercises = {"realloc", "profile dump"},
    .setup = sample_everything,
};
