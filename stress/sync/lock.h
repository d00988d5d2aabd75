/* The instrumented lock: a futex word that names its owner.
 *
 *	word = owner's tid | LOCK_WAITERS, or 0
 *
 * It is not recursive: taking it twice hangs, as the real ones do, and is for the judges to find.
 * A thread may take it in a signal handler.  Releasing a lock that the caller does not own aborts.
 *
 * `site` is the code address reported as the place that took it; the short forms take the
 * place that they are called from. */
#ifndef STRESS_SYNC_LOCK_H
#define STRESS_SYNC_LOCK_H

#include "stress/sync/lock_class.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { LOCK_MAGIC = 0x6c6f636b };
#define LOCK_WAITERS 0x80000000u
#define LOCK_OWNER   0x3fffffffu

struct lock {
	_Atomic uint32_t word;
	uint32_t magic;
	_Atomic uint32_t seq; /* acquisitions so far; tells two looks from outside apart */
	struct lock_class *class;
};

/* The class is declared by it.  A lock in zeroed memory is not a lock. */
void lock_init(struct lock *lock, struct lock_class *class);

void lock_acquire_at(struct lock *lock, const void *site);
bool lock_try_at(struct lock *lock, const void *site);
void lock_acquire(struct lock *lock);
bool lock_try(struct lock *lock);

/* Releases in two halves, for runtimes whose stack may grow between them: lock_open() frees the
   word and returns whether somebody sleeps who must be woken; then lock_wake() does so.  After
   lock_open() the caller no longer owns the lock, but still owes the next one its wake: only
   lock_settle() (called by lock_release) ends the obligation and gives the class token back. */
bool lock_open(struct lock *lock);
void lock_wake(struct lock *lock);
void lock_settle(struct lock *lock);

/* All three. */
void lock_release(struct lock *lock);

bool lock_held_by_me(const struct lock *lock);

/* In the child of a fork, after thread_forked().  Inherit: the forking thread held the lock; it is
   the child's now, and nobody waits for it.  Disown: another thread held it, perhaps; it is free.
 */
void lock_inherit(struct lock *lock);
void lock_disown(struct lock *lock);

#endif
