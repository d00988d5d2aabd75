/* A thread is *free* when it runs, when its wait ends by itself, or when we do not understand what
 * it waits for.  From there freedom spreads, until nothing changes:
 *
 *	lock, join    free if its owner is; never, if the lock's owner no longer exists
 *	ownerless     free if any thread is that is not a bystander
 *	process       free if any thread of that process is
 *
 * Memory is a process's own, and so is every lock: owners and wakers are sought in the waiter's
 * process alone.  The child of a fork has a copy of every lock and one of the threads; a lock that
 * another one held it has inherited held, by an owner that does not exist here.  (The forking
 * thread's own become the child's in its fork handler: until then they name a dead owner too, but
 * nobody sleeps on them, since there is nobody yet.)
 *
 * Who is not free then waits for ever: a set of threads none of whose waits can be ended from
 * outside it.  It need not be a cycle of owners (a semaphore has none), nor be everybody: others
 * may run happily on.  Whatever is doubtful counts as free, so a doubt costs a proof and never
 * makes one; a lesser belief turns more waits into doubts.
 *
 * A sleeper whose lock is not *marked* (LOCK_WAITERS) needs more than a free owner, if there is
 * one.  The mark was cleared by a release that gave its one wake to another thread, or has still to
 * give it, and who finds no mark wakes nobody.  The sleeper is woken in three ways only:
 *
 *	a debt        by a free thread that owes the lock's wake
 *	a turn        by a free thread that was let through to the lock: it takes it marked, and so
 *		      wakes the next.  One that is not free has swallowed the wake: a signal struck
 *		      it on the way, and its handler waits
 *	a quarrel     two free threads meet at the lock, and the one that must wait marks it.  One
 *		      alone takes it and gives it back as often as it likes, and leaves no mark
 *
 * It must not have run between two looks: it would have looked at the lock again, which may have
 * been free.  One free thread may have had the lock meanwhile (it may be the busiest of the heap).
 * Where two are free a quarrel may come, and the sleeper counts as free; only where a wake is owed,
 * and nobody takes the lock between two looks, none is expected.  Nor is it from a thread that has
 * yet to be started: those who wait for one another are a deadlock, though a stranger might chance
 * to rescue them. */
#include "stress/keeper/prove.h"

#include <stddef.h>

enum ender {
	ENDS_ITSELF,
	ENDS_NEVER,
	ENDED_BY_OWNER,
	ENDED_BY_WAKE,
	ENDED_BY_ANYBODY,
	ENDED_BY_PROCESS
};

static bool same_process(const struct snapshot_thread *a, const struct snapshot_thread *b)
{
	return a->view.process == b->view.process;
}

/* The thread of that tid in the waiter's process; or NULL. */
static const struct snapshot_thread *find_beside(const struct snapshot *snapshot,
						 const struct snapshot_thread *waiter, int32_t tid)
{
	const struct snapshot_thread *found = snapshot_find(snapshot, tid);
	return found && same_process(found, waiter) ? found : NULL;
}

static bool process_exists(const struct snapshot *snapshot, int32_t process)
{
	for (uint32_t i = 0; i < snapshot->count; i++)
		if (snapshot->threads[i].view.process == process)
			return true;
	return false;
}

static bool owes(const struct snapshot_thread *thread, uint64_t lock)
{
	for (unsigned i = 0; i < LEVELS * OWES_MAX; i++)
		if (thread->owes[i] == lock)
			return true;
	return false;
}

static const struct snapshot_thread *ower_of(const struct snapshot *snapshot, uint64_t lock)
{
	for (uint32_t i = 0; i < snapshot->count; i++)
		if (owes(&snapshot->threads[i], lock))
			return &snapshot->threads[i];
	return NULL;
}

/* A thread that was let through to the lock and is held up in a signal handler: it will wake the
   next one when it has had its turn. */
static const struct snapshot_thread *passer_of(const struct snapshot *snapshot, uint64_t lock)
{
	for (uint32_t i = 0; i < snapshot->count; i++)
		if (snapshot->threads[i].view.level == 1 && snapshot->threads[i].wants[0] == lock)
			return &snapshot->threads[i];
	return NULL;
}

static bool wants(const struct snapshot_thread *thread, uint64_t lock)
{
	for (unsigned i = 0; i < LEVELS; i++)
		if (thread->wants[i] == lock)
			return true;
	return false;
}

/* What a forked process's threads owe cannot be seen: there no owner and no mark prove nothing; and
   an owner only where the sleeper can be told to have slept on from one look to the next. */
static enum ender ender_of_lock(const struct snapshot *snapshot,
				const struct snapshot_thread *thread, enum belief belief)
{
	bool wakes = belief >= BELIEVE_WAKES, forked = thread->view.forked;
	if (forked && (thread->owner == 0 || thread->switches == 0))
		return ENDS_ITSELF;
	if (thread->owner && !find_beside(snapshot, thread, thread->owner))
		return ENDS_NEVER;
	if (thread->owner && (thread->marked || forked || !wakes))
		return ENDED_BY_OWNER;
	return wakes && thread->switches ? ENDED_BY_WAKE : ENDS_ITSELF;
}

static enum ender ender_of(const struct snapshot *snapshot, const struct snapshot_thread *thread,
			   enum belief belief)
{
	const struct thread_view *view = &thread->view;
	bool wakes = belief >= BELIEVE_WAKES, guesses = belief >= BELIEVE_GUESSES;
	bool asleep = view->futex != 0 || view->kind == WAIT_PROCESS;
	if (!asleep || view->timed || view->state != 'S')
		return ENDS_ITSELF;
	switch (view->kind) {
	case WAIT_LOCK:
		return ender_of_lock(snapshot, thread, belief);
	case WAIT_JOIN:
		return find_beside(snapshot, thread, thread->owner) ? ENDED_BY_OWNER : ENDS_ITSELF;
	case WAIT_PROCESS:
		return process_exists(snapshot, thread->owner) ? ENDED_BY_PROCESS : ENDS_ITSELF;
	case WAIT_NOTE:
	case WAIT_SEMAPHORE:
	case WAIT_CONDITION:
		return wakes ? ENDED_BY_ANYBODY : ENDS_ITSELF;
	case WAIT_NOTHING:
		if (!guesses)
			return ENDS_ITSELF;
		return thread->view.foreign_owner ? ENDED_BY_OWNER : ENDED_BY_ANYBODY;
	default:
		return ENDS_ITSELF;
	}
}

static bool owner_is_free(const struct snapshot *snapshot, const struct snapshot_thread *waiter,
			  const bool free[THREADS_MAX])
{
	const struct snapshot_thread *owner = find_beside(snapshot, waiter, waiter->owner);
	return owner && free[owner - snapshot->threads];
}

static bool may_quarrel(const struct snapshot *snapshot, const struct snapshot_thread *waiter,
			const bool free[THREADS_MAX])
{
	uint32_t quarrellers = 0;
	for (uint32_t i = 0; i < snapshot->count; i++) {
		const struct snapshot_thread *other = &snapshot->threads[i];
		bool meets_locks = !other->bystander || other->view.tid == waiter->owner;
		quarrellers += free[i] && meets_locks && same_process(other, waiter);
	}
	return quarrellers >= 2;
}

static bool can_be_woken(const struct snapshot *snapshot, const struct snapshot_thread *waiter,
			 const bool free[THREADS_MAX])
{
	uint64_t lock = waiter->view.futex;
	for (uint32_t i = 0; i < snapshot->count; i++)
		if (free[i] &&
		    (owes(&snapshot->threads[i], lock) || wants(&snapshot->threads[i], lock)))
			return true;
	return !ower_of(snapshot, lock) && may_quarrel(snapshot, waiter, free);
}

static bool anybody_is_free(const struct snapshot *snapshot, const struct snapshot_thread *waiter,
			    const bool free[THREADS_MAX])
{
	for (uint32_t i = 0; i < snapshot->count; i++)
		if (free[i] && !snapshot->threads[i].bystander &&
		    same_process(&snapshot->threads[i], waiter))
			return true;
	return false;
}

static bool process_is_free(const struct snapshot *snapshot, int32_t process,
			    const bool free[THREADS_MAX])
{
	for (uint32_t i = 0; i < snapshot->count; i++)
		if (free[i] && snapshot->threads[i].view.process == process)
			return true;
	return false;
}

static bool can_end(const struct snapshot *snapshot, const struct snapshot_thread *waiter,
		    enum ender ender, const bool free[THREADS_MAX])
{
	switch (ender) {
	case ENDED_BY_OWNER:
		return owner_is_free(snapshot, waiter, free);
	case ENDED_BY_WAKE:
		return (waiter->owner == 0 || owner_is_free(snapshot, waiter, free)) &&
		       can_be_woken(snapshot, waiter, free);
	case ENDED_BY_ANYBODY:
		return anybody_is_free(snapshot, waiter, free);
	case ENDED_BY_PROCESS:
		return process_is_free(snapshot, waiter->owner, free);
	default:
		return false;
	}
}

static void spread(const struct snapshot *snapshot, enum belief belief, bool free[THREADS_MAX])
{
	for (bool more = true; more;) {
		more = false;
		for (uint32_t i = 0; i < snapshot->count; i++) {
			const struct snapshot_thread *thread = &snapshot->threads[i];
			enum ender ender = ender_of(snapshot, thread, belief);
			if (!free[i] && can_end(snapshot, thread, ender, free))
				free[i] = more = true;
		}
	}
}

void prove_spread(const struct snapshot *snapshot, bool moves[THREADS_MAX])
{
	spread(snapshot, BELIEVE_GUESSES, moves);
}

/* It sleeps on a lock that is not marked, and whose owner, if there is one, would not keep it from
   the lock for ever. */
static bool lacks_a_wake(const struct snapshot *snapshot, const struct snapshot_thread *thread)
{
	const struct snapshot_thread *owner = find_beside(snapshot, thread, thread->owner);
	return thread->view.kind == WAIT_LOCK && !thread->marked && !thread->view.forked &&
	       (thread->owner == 0 || (owner && !owner->view.in_deadlock));
}

/* When all the views say who is in the deadlock. */
static void fill_view(const struct snapshot *snapshot, struct snapshot_thread *thread)
{
	struct thread_view *view = &thread->view;
	view->waits_for = thread->owner;
	view->owed = false;
	if (!lacks_a_wake(snapshot, thread))
		return;
	const struct snapshot_thread *next = ower_of(snapshot, view->futex);
	if (!next)
		next = passer_of(snapshot, view->futex);
	if (next)
		view->waits_for = next->view.tid;
	else if (view->in_deadlock)
		view->waits_for = 0; /* it is not the owner of the moment that keeps it */
	view->owed = next != NULL;
}

/* Follows who waits for whom from each blocked thread; the first that is met twice closes it. */
static void find_cycle(const struct snapshot *snapshot, struct proof *proof)
{
	proof->cycle_count = 0;
	for (uint32_t i = 0; i < snapshot->count; i++) {
		const struct snapshot_thread *first = &snapshot->threads[i], *at = first;
		uint32_t count = 0;
		while (at && at->view.in_deadlock && count < REPORT_EDGES_MAX) {
			proof->cycle[count++] = (uint32_t)(at - snapshot->threads);
			at = find_beside(snapshot, at, at->view.waits_for);
			if (at == first) {
				proof->cycle_count = count;
				return;
			}
		}
	}
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
	return hash ^ (hash >> 32);
}

static uint64_t picture_of(const struct snapshot *snapshot, const bool free[THREADS_MAX])
{
	uint64_t hash = 1;
	for (uint32_t i = 0; i < snapshot->count; i++) {
		const struct snapshot_thread *thread = &snapshot->threads[i];
		const struct thread_view *view = &thread->view;
		if (!view->in_deadlock)
			continue;
		hash = mix(mix(hash, (uint32_t)view->tid), view->futex);
		hash = mix(hash, thread->switches);
		if (!lacks_a_wake(snapshot, thread) || may_quarrel(snapshot, thread, free))
			hash = mix(hash, thread->seq);
		hash = mix(mix(mix(hash, view->kind), view->level), (uint32_t)view->waits_for);
	}
	return hash;
}

void prove(struct snapshot *snapshot, enum belief belief, struct proof *proof)
{
	bool free[THREADS_MAX] = {false};
	for (uint32_t i = 0; i < snapshot->count; i++)
		free[i] = !snapshot->complete ||
			  ender_of(snapshot, &snapshot->threads[i], belief) == ENDS_ITSELF;
	spread(snapshot, belief, free);
	proof->blocked = 0;
	for (uint32_t i = 0; i < snapshot->count; i++) {
		snapshot->threads[i].view.in_deadlock = !free[i];
		proof->blocked += !free[i];
	}
	for (uint32_t i = 0; i < snapshot->count; i++)
		fill_view(snapshot, &snapshot->threads[i]);
	find_cycle(snapshot, proof);
	proof->picture = picture_of(snapshot, free);
}
