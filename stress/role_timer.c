#include "stress/role.h"

#include <stdio.h>
#include <stdlib.h>

enum { SETTERS_MAX = 4 };

static struct timers timers[SETTERS_MAX];

void role_timer(struct actor *actor)
{
	if (actor->index >= SETTERS_MAX) {
		fprintf(stderr, "role_timer: more than %d threads\n", SETTERS_MAX);
		abort();
	}
	while (actor_round(actor)) {
		activity_timer(actor, &timers[actor->index], TIMER_ALLOCATES);
		if (actor->rounds % 4 == 0)
			activity_timer_delete(actor, &timers[actor->index]);
	}
}

void role_timer_check(struct stage *stage)
{
	for (unsigned i = 0; i < SETTERS_MAX; i++)
		timers_end(stage, &timers[i]);
}
