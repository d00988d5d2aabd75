/* What a run exercised: class edges (held, taken) with their counts, and the set of distinct
 * (acquire site, held chain) pairs. */
#ifndef STRESS_SYNC_CHAIN_H
#define STRESS_SYNC_CHAIN_H

#include "stress/record.h"
#include "stress/sync/lock.h"

/* Called by the lock before it blocks; `waits`: a plain acquisition, which orders what is held
   before it (a try orders nothing). */
void chain_note(struct thread_slot *self, const struct lock *lock, const void *site, bool waits);

#endif
