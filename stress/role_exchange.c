#include "stress/role.h"

static struct exchange exchange;

void role_exchange_setup(struct stage *stage)
{
	if (stage->heap->root_add != NULL && !stage->heap->root_add(&exchange, sizeof exchange))
		stage_corrupt(stage, "the exchange could not be made a root");
}

void role_give(struct actor *actor)
{
	while (actor_round(actor))
		activity_give(actor, &exchange, (size_t)actor_param(actor, "size"));
}

void role_take(struct actor *actor)
{
	while (actor_round(actor))
		activity_take(actor, &exchange);
}

void role_exchange_check(struct stage *stage)
{
	exchange_drop(stage, &exchange);
	if (stage->heap->root_remove != NULL)
		stage->heap->root_remove(&exchange);
}
