/* Roles that many scenarios have, each an activity in a loop.  What it varies by is the scenario's
 * parameter of that name, with the values of the enum in activity.h. */
#ifndef STRESS_ROLE_H
#define STRESS_ROLE_H

#include "stress/activity.h"

void role_churn(struct actor *actor);	     /* "size" */
void role_resize(struct actor *actor);	     /* "way": realloc */
void role_scavenge(struct actor *actor);     /* "scavenge" */
void role_profile_rate(struct actor *actor); /* "rate" */
void role_profile_dump(struct actor *actor);
void role_cpu_profile(struct actor *actor);  /* "timer"; off at the end */
void role_come_and_go(struct actor *actor);  /* "size": threads that start and exit */
void role_stack_growth(struct actor *actor); /* "size", "room": churns on a stack that grows */
void role_stack_shrink(struct actor *actor); /* the stacks of all */
void role_fork(struct actor *actor);

/* ---- collection ------------------------------------------------------------------------------ */

void role_collect(struct actor *actor);		/* "collect" */
void role_collect_in_turn(struct actor *actor); /* both ways */
void role_leave(struct actor *actor);		/* leaves all that it allocates to the collector */
void role_churn_and_leave(struct actor *actor); /* "size": frees some of it itself */
void role_world_stop(struct actor *actor);	/* for statistics */

/* Blocks with finalizers, dropped; the check sees that no other finalizer ran. */
void role_finalizer(struct actor *actor);
void role_finalizer_check(struct stage *stage);

/* "limit": the heap collects by itself accordingly; the check takes the limits off again. */
void role_limit(struct actor *actor);
void role_limit_check(struct stage *stage);

/* ---- with a set-up, a check, or both, that go with them ---------------------------------------
 */

/* Threads that free what others allocate: "size".  What is on its way is a root. */
void role_give(struct actor *actor);
void role_take(struct actor *actor);
void role_exchange_setup(struct stage *stage);
void role_exchange_check(struct stage *stage);

/* Timers are set and deleted, and allocate when they fire; four such threads at most. */
void role_timer(struct actor *actor);
void role_timer_check(struct stage *stage);

/* Threads that wait in select until a sender, whose time is up, closes a channel.  The channels are
   made by the set-up, are roots, and are freed by the check. */
void role_select_wait(struct actor *actor);
void role_select_send(struct actor *actor);
void role_select_setup(struct stage *stage);
void role_select_check(struct stage *stage);

#endif
