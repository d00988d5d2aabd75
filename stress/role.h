/* Roles that many scenarios have, each an activity in a loop.  What it varies by is the scenario's
 * parameter of that name, with the values of the enum in activity.h. */
#ifndef STRESS_ROLE_H
#define STRESS_ROLE_H

#include "stress/activity.h"

void role_churn(struct actor *actor);	     /* "size" */
void role_resize(struct actor *actor);	     /* "way": realloc */
void role_scavenge(struct actor *actor);     /* "scavenge" */
void role_collect(struct actor *actor);	     /* "collect" */
void role_profile_rate(struct actor *actor); /* "rate" */
void role_profile_dump(struct actor *actor);
void role_cpu_profile(struct actor *actor); /* "timer"; off at the end */
void role_come_and_go(struct actor *actor); /* "size": threads that start and exit */

/* Threads that wait in select until a sender, whose time is up, closes a channel.  The channels are
   made by the set-up and freed by the check. */
void role_select_wait(struct actor *actor);
void role_select_send(struct actor *actor);
void role_select_setup(struct stage *stage);
void role_select_check(struct stage *stage);

#endif
