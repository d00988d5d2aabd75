#include "stress/sync/semaphore.h"

#include "stress/event.h"
#include "stress/sync/futex.h"
#include "stress/sync/thread.h"
#include "stress/tsan.h"

#include <errno.h>

void semaphore_init(struct semaphore *semaphore, struct lock_class *class, uint32_t count)
{
	lock_class_declare(class);
	semaphore->class = class;
	atomic_init(&semaphore->count, count);
	atomic_init(&semaphore->sleepers, 0);
}

static bool take(struct semaphore *semaphore)
{
	uint32_t count = atomic_load(&semaphore->count);
	while (count > 0)
		if (atomic_compare_exchange_weak(&semaphore->count, &count, count - 1))
			return true;
	return false;
}

void semaphore_wait(struct semaphore *semaphore)
{
	int saved = errno;
	const void *site = __builtin_return_address(0);
	event_happens(EVENT_SEMAPHORE_WAIT, semaphore->class, semaphore, site);
	thread_wants(WAIT_SEMAPHORE, &semaphore->count, semaphore->class, site);
	atomic_fetch_add(&semaphore->sleepers, 1);
	while (!take(semaphore))
		if (futex_wait(&semaphore->count, 0, NULL) != 0 && errno == EINTR)
			tsan_delivery_point();
	atomic_fetch_sub(&semaphore->sleepers, 1);
	thread_wants_nothing();
	tsan_acquire(semaphore);
	errno = saved;
}

void semaphore_post(struct semaphore *semaphore)
{
	int saved = errno;
	event_happens(EVENT_SEMAPHORE_POST, semaphore->class, semaphore,
		      __builtin_return_address(0));
	tsan_release(semaphore);
	atomic_fetch_add(&semaphore->count, 1);
	if (atomic_load(&semaphore->sleepers))
		futex_wake(&semaphore->count, 1);
	errno = saved;
}
