/* The lock, bare: what stress/sync/lock.h says, and nothing that anybody could watch.
 *
 * For programs that are to run at full speed under no judge, and with any number of threads.  It
 * takes the place of all other sources in stress/sync: no record, no events, no class tokens, no
 * acquisition counter, no look at whether it is used rightly.  The word is the same, so a debugger
 * still finds the owner. */
#include "stress/sync/lock.h"
#include "stress/sync/futex.h"
#include "stress/sync/thread.h"

#include <errno.h>

enum { SPINS_MAX = 1000 };

/* The caller's tid, asked for once.  Initial-exec: found without a call that might allocate. */
static __thread uint32_t my_tid __attribute__((tls_model("initial-exec")));

static uint32_t me(void)
{
	if (__builtin_expect(my_tid == 0, 0))
		my_tid = (uint32_t)syscall(SYS_gettid);
	return my_tid;
}

void thread_forks(void)
{
}

void thread_forked(void)
{
	my_tid = 0;
}

void lock_init(struct lock *lock, struct lock_class *class)
{
	atomic_init(&lock->word, 0);
	atomic_init(&lock->seq, 0);
	lock->magic = LOCK_MAGIC;
	lock->class = class;
}

static bool take_free_word(struct lock *lock, uint32_t owner)
{
	uint32_t nobody = 0;
	return atomic_compare_exchange_strong_explicit(&lock->word, &nobody, owner,
						       memory_order_acquire, memory_order_relaxed);
}

/* Others may sleep too: whoever has slept keeps the bit set. */
static void sleep_until_mine(struct lock *lock)
{
	int saved = errno;
	while (!take_free_word(lock, me() | LOCK_WAITERS)) {
		uint32_t word = atomic_load_explicit(&lock->word, memory_order_relaxed);
		if (word == 0)
			continue;
		if ((word & LOCK_WAITERS) || atomic_compare_exchange_strong_explicit(
						 &lock->word, &word, word | LOCK_WAITERS,
						 memory_order_relaxed, memory_order_relaxed))
			futex_wait(&lock->word, word | LOCK_WAITERS, NULL);
	}
	errno = saved;
}

void lock_acquire_at(struct lock *lock, const void *site)
{
	(void)site;
	if (__builtin_expect(take_free_word(lock, me()), 1))
		return;
	for (unsigned spins = 0; spins < SPINS_MAX; spins++) {
		uint32_t word = atomic_load_explicit(&lock->word, memory_order_relaxed);
		if (word == 0 && take_free_word(lock, me()))
			return;
		if (word & LOCK_WAITERS)
			break;
	}
	sleep_until_mine(lock);
}

bool lock_try_at(struct lock *lock, const void *site)
{
	(void)site;
	return take_free_word(lock, me());
}

void lock_acquire(struct lock *lock)
{
	lock_acquire_at(lock, NULL);
}

bool lock_try(struct lock *lock)
{
	return lock_try_at(lock, NULL);
}

bool lock_open(struct lock *lock)
{
	return atomic_exchange_explicit(&lock->word, 0, memory_order_release) & LOCK_WAITERS;
}

void lock_wake(struct lock *lock)
{
	futex_wake(&lock->word, 1);
}

void lock_settle(struct lock *lock)
{
	(void)lock;
}

void lock_release(struct lock *lock)
{
	if (lock_open(lock))
		lock_wake(lock);
}

bool lock_held_by_me(const struct lock *lock)
{
	return (atomic_load_explicit(&lock->word, memory_order_relaxed) & LOCK_OWNER) == me();
}

void lock_inherit(struct lock *lock)
{
	atomic_store_explicit(&lock->word, me(), memory_order_relaxed);
}

void lock_disown(struct lock *lock)
{
	atomic_store_explicit(&lock->word, 0, memory_order_relaxed);
}
