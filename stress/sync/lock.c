/* The instrumented lock.
 *
 * What ThreadSanitizer is told.  An instance never enters TSan's deadlock graph: ten thousand live
 * instances would flush it, and two spans locked in opposite orders would look unrelated.  What
 * enters is the class's *token*, a shared hold taken with the thread's first lock of the class and
 * given back with its last.
 *
 *   - It is taken before the thread blocks, so a deadlock that really happens is reported before
 *     it hangs (an annotation after the fact would never come).
 *   - It stands for the obligation to let the next one in, not for ownership: it is given back when
 *     the wake is done.  Between the release store and the wake the lock has no owner, yet whoever
 *     sleeps on it depends on this thread; with the token still held, a lost wake-up is a cycle.
 *
 * Happens-before runs through the instance, at the acquisition and at the release store.
 *
 * What the watchdog is told: the word names the owner, the slot says what a thread wants and which
 * wakes it owes, and `seq` tells two acquisitions by the same owner apart.
 *
 * A signal handler may strike anywhere here.  It finds a consistent slot because entries are
 * claimed before they are filled, and everything it does is undone when it returns. */
#include "stress/sync/lock.h"

#include "stress/event.h"
#include "stress/sync/chain.h"
#include "stress/sync/futex.h"
#include "stress/sync/thread.h"
#include "stress/tsan.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum { SPINS_MAX = 40 };

static _Noreturn void misuse(const struct lock *lock, const char *what)
{
	fprintf(stderr, "gridlock: %s: lock %p of class %s\n", what, (const void *)lock,
		lock->magic == LOCK_MAGIC ? lock->class->name : "(not a lock)");
	abort();
}

void lock_init(struct lock *lock, struct lock_class *class)
{
	lock_class_declare(class);
	atomic_init(&lock->word, 0);
	atomic_init(&lock->seq, 0);
	lock->magic = LOCK_MAGIC;
	lock->class = class;
}

static void token_take(struct thread_slot *self, struct lock_class *class, bool tried,
		       const void *site)
{
	if (self->tokens[class->index]++ == 0)
		tsan_token_take(&class->token, tried, site);
}

static void token_drop(struct thread_slot *self, struct lock_class *class)
{
	if (--self->tokens[class->index] == 0)
		tsan_token_drop(&class->token);
}

static void hold(struct thread_slot *self, struct lock *lock, const void *site)
{
	uint32_t n = atomic_load_explicit(&self->held_count, memory_order_relaxed);
	if (n == HELD_MAX)
		misuse(lock, "a thread holds too many locks");
	self->held[n].lock = 0;
	atomic_store_explicit(&self->held_count, n + 1, memory_order_relaxed);
	self->held[n].site = (uint64_t)(uintptr_t)site;
	self->held[n].class_index = lock->class->index;
	self->held[n].level = atomic_load_explicit(&self->level, memory_order_relaxed);
	self->held[n].lock = (uint64_t)(uintptr_t)lock;
}

static void unhold(struct thread_slot *self, const struct lock *lock)
{
	uint32_t n = atomic_load_explicit(&self->held_count, memory_order_relaxed);
	uint32_t i = n;
	while (i > 0 && self->held[i - 1].lock != (uint64_t)(uintptr_t)lock)
		i--;
	if (i == 0)
		misuse(lock, "released by a thread that does not hold it");
	for (; i < n; i++)
		self->held[i - 1] = self->held[i];
	atomic_store_explicit(&self->held_count, n - 1, memory_order_relaxed);
}

static void sleep_until_mine(struct lock *lock, uint32_t me)
{
	for (;;) {
		uint32_t word = atomic_load(&lock->word);
		if (word == 0) {
			/* Others may sleep too: whoever has slept keeps the bit set. */
			if (atomic_compare_exchange_strong(&lock->word, &word, me | LOCK_WAITERS))
				return;
			continue;
		}
		if (!(word & LOCK_WAITERS)) {
			if (!atomic_compare_exchange_strong(&lock->word, &word,
							    word | LOCK_WAITERS))
				continue;
			word |= LOCK_WAITERS;
		}
		if (futex_wait(&lock->word, word, NULL) != 0 && errno == EINTR)
			tsan_delivery_point();
	}
}

static void take_word(struct lock *lock, uint32_t me, const void *site)
{
	for (unsigned spins = 0; spins < SPINS_MAX; spins++) {
		uint32_t nobody = 0;
		if (atomic_compare_exchange_strong(&lock->word, &nobody, me))
			return;
		if ((nobody & LOCK_WAITERS) || (nobody & LOCK_OWNER) == me)
			break;
	}
	int saved = errno;
	thread_wants(WAIT_LOCK, &lock->word, lock->class, site);
	sleep_until_mine(lock, me);
	thread_wants_nothing();
	errno = saved;
}

static void got(struct thread_slot *self, struct lock *lock, const void *site)
{
	atomic_fetch_add_explicit(&lock->seq, 1, memory_order_relaxed);
	hold(self, lock, site);
	tsan_acquire(lock);
	event_happens(EVENT_LOCK_GOT, lock->class, lock, site);
	tsan_delivery_point();
}

void lock_acquire_at(struct lock *lock, const void *site)
{
	struct thread_slot *self = thread_self();
	if (lock->magic != LOCK_MAGIC)
		misuse(lock, "taken without lock_init");
	event_happens(EVENT_LOCK_WANT, lock->class, lock, site);
	token_take(self, lock->class, false, site);
	chain_note(self, lock, site, true);
	take_word(lock, (uint32_t)atomic_load(&self->tid), site);
	got(self, lock, site);
}

bool lock_try_at(struct lock *lock, const void *site)
{
	struct thread_slot *self = thread_self();
	if (lock->magic != LOCK_MAGIC)
		misuse(lock, "tried without lock_init");
	event_happens(EVENT_LOCK_TRY, lock->class, lock, site);
	uint32_t nobody = 0;
	if (!atomic_compare_exchange_strong(&lock->word, &nobody,
					    (uint32_t)atomic_load(&self->tid)))
		return false;
	token_take(self, lock->class, true, site);
	chain_note(self, lock, site, false);
	got(self, lock, site);
	return true;
}

void lock_acquire(struct lock *lock)
{
	lock_acquire_at(lock, __builtin_return_address(0));
}

bool lock_try(struct lock *lock)
{
	return lock_try_at(lock, __builtin_return_address(0));
}

static _Atomic uint64_t *debt(struct thread_slot *self, uint64_t value)
{
	struct wait_level *level = &self->waits[atomic_load(&self->level)];
	for (unsigned i = 0; i < OWES_MAX; i++)
		if (atomic_load_explicit(&level->owes[i], memory_order_relaxed) == value)
			return &level->owes[i];
	return NULL;
}

bool lock_open(struct lock *lock)
{
	struct thread_slot *self = thread_self();
	if (!lock_held_by_me(lock))
		misuse(lock, "released by a thread that does not own it");
	event_happens(EVENT_LOCK_RELEASE, lock->class, lock, __builtin_return_address(0));
	tsan_delivery_point();
	_Atomic uint64_t *owed = debt(self, 0);
	if (owed == NULL)
		misuse(lock, "a thread owes too many wakes");
	atomic_store(owed, (uint64_t)(uintptr_t)lock);
	unhold(self, lock);
	tsan_release(lock);
	uint32_t word = atomic_exchange(&lock->word, 0);
	event_happens(EVENT_LOCK_RELEASED, lock->class, lock, __builtin_return_address(0));
	if (word & LOCK_WAITERS)
		return true;
	atomic_store(owed, 0);
	return false;
}

void lock_wake(struct lock *lock)
{
	futex_wake(&lock->word, 1);
}

void lock_settle(struct lock *lock)
{
	struct thread_slot *self = thread_self();
	_Atomic uint64_t *owed = debt(self, (uint64_t)(uintptr_t)lock);
	if (owed)
		atomic_store(owed, 0);
	token_drop(self, lock->class);
}

void lock_release(struct lock *lock)
{
	if (lock_open(lock))
		lock_wake(lock);
	lock_settle(lock);
}

bool lock_held_by_me(const struct lock *lock)
{
	return (atomic_load(&lock->word) & LOCK_OWNER) ==
	       (uint32_t)atomic_load(&thread_self()->tid);
}

void lock_inherit(struct lock *lock)
{
	atomic_store(&lock->word, (uint32_t)atomic_load(&thread_self()->tid));
}

void lock_disown(struct lock *lock)
{
	atomic_store(&lock->word, 0);
}
