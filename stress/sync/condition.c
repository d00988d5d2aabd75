#include "stress/sync/condition.h"

#include "stress/event.h"
#include "stress/sync/futex.h"
#include "stress/sync/thread.h"

#include <errno.h>
#include <limits.h>

void condition_init(struct condition *condition, struct lock_class *class)
{
	lock_class_declare(class);
	condition->class = class;
	atomic_init(&condition->sequence, 0);
}

void condition_wait(struct condition *condition, struct lock *lock)
{
	int saved = errno;
	const void *site = __builtin_return_address(0);
	uint32_t sequence = atomic_load(&condition->sequence);
	event_happens(EVENT_CONDITION_WAIT, condition->class, condition, site);
	lock_release(lock);
	thread_wants(WAIT_CONDITION, &condition->sequence, condition->class, site);
	/* One sleep only: a wake-up without cause is allowed, and the caller looks again. */
	futex_wait(&condition->sequence, sequence, NULL);
	thread_wants_nothing();
	lock_acquire_at(lock, site);
	errno = saved;
}

static void wake(struct condition *condition, int count, const void *site)
{
	int saved = errno;
	event_happens(EVENT_CONDITION_WAKE, condition->class, condition, site);
	atomic_fetch_add(&condition->sequence, 1);
	futex_wake(&condition->sequence, count);
	errno = saved;
}

void condition_signal(struct condition *condition)
{
	wake(condition, 1, __builtin_return_address(0));
}

void condition_broadcast(struct condition *condition)
{
	wake(condition, INT_MAX, __builtin_return_address(0));
}
