#include "stress/role.h"

void role_collect(struct actor *actor)
{
	while (actor_round(actor))
		activity_collect(actor, (enum collect_way)actor_param(actor, "collect"));
}

void role_collect_in_turn(struct actor *actor)
{
	while (actor_round(actor))
		activity_collect(actor, actor->rounds % 2 ? COLLECT_ALL : COLLECT_LAZILY);
}

void role_leave(struct actor *actor)
{
	while (actor_round(actor))
		activity_chain(actor, SIZE_SMALL);
}

void role_churn_and_leave(struct actor *actor)
{
	struct working_set set = {0};
	while (actor_round(actor)) {
		activity_churn(actor, &set, (size_t)actor_param(actor, "size"));
		activity_chain(actor, SIZE_SMALL);
	}
	working_set_drop(actor, &set);
}

static struct finalized finalized;

void role_finalizer(struct actor *actor)
{
	while (actor_round(actor))
		activity_finalizer(actor, &finalized);
}

void role_finalizer_check(struct stage *stage)
{
	finalized_check(stage, &finalized);
}

void role_limit(struct actor *actor)
{
	while (actor_round(actor))
		activity_limit(actor, (enum limit_way)actor_param(actor, "limit"));
}

void role_limit_check(struct stage *stage)
{
	stage->heap->gc_percent(-1);
	stage->heap->memory_limit(0);
}

void role_world_stop(struct actor *actor)
{
	while (actor_round(actor))
		activity_statistics_stopped(actor);
}
