/* Blocks move and change their kind while idle pages go back: growing ones take fresh pages, and
 * what they leave behind becomes idle at once. */
#include "stress/activity.h"
#include "stress/scenario.h"

static void resize(struct actor *a)
{
	struct working_set set = {0};
	while (actor_round(a))
		activity_realloc(a, &set, (enum realloc_way)actor_param(a, "way"));
	working_set_drop(a, &set);
}

static void scavenge(struct actor *a)
{
	while (actor_round(a))
		activity_scavenge(a, (enum scavenge_way)actor_param(a, "scavenge"));
}

SCENARIO(realloc_vs_scavenge) = {
    .story = "blocks change size while idle pages go back to the system",
    .roles = {ROLE("resizer", 2, resize), ROLE("scavenger", 1, scavenge)},
    .params = {{"way", {REALLOC_GROW, REALLOC_SHRINK, REALLOC_TO_LARGE}, 3},
	       {"scavenge", {SCAVENGE_ON_DEMAND, SCAVENGE_TICK}, 2}},
    .needs = {"realloc", "scavenge", "scavenge_tick"},
    .exercises = {"realloc", "scavenge"},
};
