/* With fewer processor tokens than threads, tasks wait for one wherever they may be stopped; how
 * many there are is changed with the world stopped. */
#include "stress/role.h"
#include "stress/scenario.h"

enum { FEW = 1, SOME = 2 };

static int before;

/* Not fewer yet: who waits for the others to be ready has a token. */
static void setup(struct stage *stage)
{
	before = stage->heap->processors(0);
}

static void change_processors(struct actor *a)
{
	while (actor_round(a)) {
		actor_begin(a, "set processors");
		a->heap->processors(a->rounds % 2 ? FEW : SOME);
		actor_end(a);
		activity_chain(a, SIZE_SMALL);
	}
}

static void check(struct stage *stage)
{
	stage->heap->processors(before);
}

SCENARIO(processors_vs_malloc) = {
    .story = "threads allocate while there are fewer processors than threads, now one and now two",
    .roles = {ROLE("mutator", 3, role_churn_and_leave), ROLE("changer", 1, change_processors),
	      ROLE("collector", 1, role_collect)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE}, 2},
	       {"collect", {COLLECT_ALL, COLLECT_LAZILY}, 2}},
    .needs = {"processors", "collect"},
    .exercises = {"set processors", "malloc", "collect"},
    .setup = setup,
    .check = check,
};
