#include "stress/role.h"

enum { DATA, QUIT, CHANNELS };

/* Written before the actors start, and read by them. */
static void *channels[CHANNELS];

void role_select_setup(struct stage *stage)
{
	if (stage->heap->root_add != NULL && !stage->heap->root_add(channels, sizeof channels))
		stage_corrupt(stage, "the channels could not be made roots");
	channels[DATA] = stage->heap->channel_make(1);
	channels[QUIT] = stage->heap->channel_make(0);
}

void role_select_wait(struct actor *actor)
{
	while (activity_select_wait(actor, channels, CHANNELS))
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
	for (unsigned i = 0; i < CHANNELS; i++)
		stage->heap->channel_free(channels[i]);
	if (stage->heap->root_remove != NULL)
		stage->heap->root_remove(channels);
}
