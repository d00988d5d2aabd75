#include "stress/role.h"

void role_churn(struct actor *actor)
{
	struct working_set set = {0};
	while (actor_round(actor))
		activity_churn(actor, &set, (size_t)actor_param(actor, "size"));
	working_set_drop(actor, &set);
}

void role_resize(struct actor *actor)
{
	struct working_set set = {0};
	while (actor_round(actor))
		activity_realloc(actor, &set, (enum realloc_way)actor_param(actor, "way"));
	working_set_drop(actor, &set);
}

void role_scavenge(struct actor *actor)
{
	while (actor_round(actor))
		activity_scavenge(actor, (enum scavenge_way)actor_param(actor, "scavenge"));
}

void role_profile_rate(struct actor *actor)
{
	while (actor_round(actor))
		activity_profile_rate(actor, (enum rate_way)actor_param(actor, "rate"));
}

void role_profile_dump(struct actor *actor)
{
	while (actor_round(actor))
		activity_profile_dump(actor);
}

void role_cpu_profile(struct actor *actor)
{
	enum cpu_timer timer = (enum cpu_timer)actor_param(actor, "timer");
	while (actor_round(actor))
		activity_cpu_profile(actor, timer);
	actor->heap->cpu_profile(0, timer);
}

void role_come_and_go(struct actor *actor)
{
	while (actor_round(actor))
		activity_thread(actor, (size_t)actor_param(actor, "size"));
}

void role_stack_shrink(struct actor *actor)
{
	while (actor_round(actor))
		activity_stack_shrink(actor, SHRINK_ALL);
}

static void churn_on_short_stack(void *argument)
{
	role_churn(argument);
}

void role_stack_growth(struct actor *actor)
{
	size_t room = (size_t)actor_param(actor, "room");
	actor_manner(actor, room_manner(room));
	actor->heap->with_room(room, churn_on_short_stack, actor);
}

void role_fork(struct actor *actor)
{
	while (actor_round(actor))
		activity_fork(actor);
}
