/* A counting semaphore.  Ownerless: anybody may post. */
#ifndef STRESS_SYNC_SEMAPHORE_H
#define STRESS_SYNC_SEMAPHORE_H

#include "stress/sync/lock_class.h"

#include <stdatomic.h>
#include <stdint.h>

struct semaphore {
	_Atomic uint32_t count;
	_Atomic uint32_t sleepers;
	struct lock_class *class;
};

void semaphore_init(struct semaphore *semaphore, struct lock_class *class, uint32_t count);
void semaphore_wait(struct semaphore *semaphore);
void semaphore_post(struct semaphore *semaphore);

#endif
