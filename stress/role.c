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

void role_collect(struct actor *actor)
{
	while (actor_round(actor))
		activity_collect(actor, (enum collect_way)actor_param(actor, "collect"));
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

/* Written before the actors start, and read by them. */
static void *channels[2];

enum { DATA, QUIT };

void role_select_setup(struct stage *stage)
{
	channels[DATA] = stage->heap->channel_make(1);
	channels[QUIT] = stage->heap->channel_make(0);
}

void role_select_wait(struct actor *actor)
{
	while (activity_select_wait(actor, channels, 2))
		;
}

void role_select_send(struct actor *actor)
{
	while (actor_round(actor))
		activity_send(actor, channels[DATA]);
	actor->heap->channel_close(channels[QUIT]);
}

void role_select_check(struct stage *stage)
{
	stage->heap->channel_free(channels[DATA]);
	stage->heap->channel_free(channels[QUIT]);
}
