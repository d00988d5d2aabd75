/* Blocks move while the collector looks for who points at them. */
#include "stress/role.h"
#include "stress/scenario.h"

static void resize(struct actor *a)
{
	struct working_set set = {0};
	while (actor_round(a)) {
		activity_realloc(a, &set, (enum realloc_way)actor_param(a, "way"));
		activity_chain(a, SIZE_SMALL);
	}
	working_set_drop(a, &set);
}

SCENARIO(collect_vs_realloc) = {
    .story = "garbage is collected while blocks change size",
    .roles = {ROLE("resizer", 2, resize), ROLE("collector", 1, role_collect)},
    .params = {{"way", {REALLOC_GROW, REALLOC_SHRINK, REALLOC_TO_LARGE}, 3},
	       {"collect", {COLLECT_ALL, COLLECT_LAZILY}, 2}},
    .needs = {"collect", "realloc"},
    .exercises = {"realloc", "collect"},
};
