/* A condition, used with one lock.  Waiting gives the lock back, with its token, before it sleeps,
 * and takes it again like anybody else.  Wake-ups may be spurious. */
#ifndef STRESS_SYNC_CONDITION_H
#define STRESS_SYNC_CONDITION_H

#include "stress/sync/lock.h"

struct condition {
	_Atomic uint32_t sequence;
	struct lock_class *class;
};

void condition_init(struct condition *condition, struct lock_class *class);
void condition_wait(struct condition *condition, struct lock *lock);
void condition_signal(struct condition *condition);
void condition_broadcast(struct condition *condition);

#endif
