/* Finalizers are attached on short stacks, to new blocks and to blocks that a collection has left
 * unswept. */
#include "stress/role.h"
#include "stress/scenario.h"

enum { SOME = 16 };

static struct finalized finalized;

static void finalize(void *argument)
{
	struct actor *a = argument;
	void *old = NULL;
	while (actor_round(a)) {
		if (actor_param(a, "old"))
			activity_finalizer_old(a, &finalized, &old);
		else
			activity_finalizer(a, &finalized);
	}
}

static void shrink_and_finalize(struct actor *a)
{
	actor_manner(a, room_manner((size_t)actor_param(a, "room")));
	a->heap->with_room((size_t)actor_param(a, "room"), finalize, a);
}

static void do_nothing(void *block, void *argument)
{
	(void)block;
	(void)argument;
}

/* Some finalizers are run before, so that the task that runs them exists: making it is another
   meeting. */
static void setup(struct stage *stage)
{
	for (unsigned i = 0; i < SOME; i++) {
		if (!stage->heap->set_finalizer(stage->heap->alloc(SIZE_SMALL), do_nothing, NULL))
			stage_corrupt(stage, "no finalizer could be set");
	}
	stage->heap->collect(false);
	stage->heap->free(stage->heap->alloc(SIZE_SMALL));
}

static void check(struct stage *stage)
{
	finalized_check(stage, &finalized);
}

SCENARIO(finalizer_vs_stack_growth) = {
    .story = "finalizers are attached on stacks that grow, to blocks swept and unswept",
    .roles = {ROLE("finalizer", 2, shrink_and_finalize), ROLE("collector", 1, role_collect)},
    .params = {{"room", {ROOM_UNLOCK_GROWS, ROOM_WAKE_GROWS, ROOM_LOCK_GROWS, ROOM_AMPLE}, 4},
	       {"collect", {COLLECT_ALL, COLLECT_LAZILY}, 2},
	       {"old", {0, 1}, 2}},
    .needs = {"collect", "set_finalizer", "finalizers_run", "with_room"},
    .exercises = {"set finalizer", "collect"},
    .setup = setup,
    .check = check,
};
