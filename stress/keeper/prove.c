/* A thread is *free* when it runs, when its wait ends by itself, or when we do not understand what
 * it waits for.  From there freedom spreads, until nothing changes:
 *
 *	owned lock, join         free if its owner is; never, if the lock's owner no longer exists
 *	lock without an owner    free if one who owes its wake is; when nobody owes one (the wake
 *was swallowed), ownerless ownerless                free if any thread is that is not a bystander
 *
 * Who is not free then waits for ever: a set of threads none of whose waits can be ended from
 * outside it.  It need not be a cycle of owners (a semaphore has none), nor be everybody: others
 * may run happily on.  Whatever is doubtful counts as free, so a doubt costs a proof and never
 * makes one; a lesser belief turns more waits into doubts. */
#include "stress/keeper/prove.h"

#include <stddef.h>

enum ender { ENDS_ITSELF, ENDS_NEVER, ENDED_BY_OWNER, ENDED_BY_OWER, ENDED_BY_ANYBODY };

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
		if (snapshot->threads[i].wants_below == lock)
			return &snapshot->threads[i];
	return NULL;
}

static enum ender ender_of(const struct snapshot *snapshot, const struct snapshot_thread *thread,
			   enum belief belief)
{
	const struct thread_view *view = &thread->view;
	bool wakes = belief >= BELIEVE_WAKES, guesses = belief >= BELIEVE_GUESSES;
	if (view->futex == 0 || view->timed || view->state != 'S')
		return ENDS_ITSELF;
	switch (view->kind) {
	case WAIT_LOCK:
		if (thread->owner)
			return snapshot_find(snapshot, thread->owner) ? ENDED_BY_OWNER : ENDS_NEVER;
		if (!wakes)
			return ENDS_ITSELF;
		return ower_of(snapshot, view->futex) ? ENDED_BY_OWER : ENDED_BY_ANYBODY;
	case WAIT_JOIN:
		return snapshot_find(snapshot, thread->owner) ? ENDED_BY_OWNER : ENDS_ITSELF;
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

static bool can_end(const struct snapshot *snapshot, uint32_t i, enum ender ender,
		    const bool free[THREADS_MAX])
{
	const struct snapshot_thread *waiter = &snapshot->threads[i];
	for (uint32_t j = 0; j < snapshot->count; j++) {
		const struct snapshot_thread *other = &snapshot->threads[j];
		if (!free[j])
			continue;
		if (ender == ENDED_BY_OWNER && other->view.tid == waiter->owner)
			return true;
		if (ender == ENDED_BY_OWER && owes(other, waiter->view.futex))
			return true;
		if (ender == ENDED_BY_ANYBODY && !other->bystander)
			return true;
	}
	return false;
}

static void spread(const struct snapshot *snapshot, enum belief belief, bool free[THREADS_MAX])
{
	for (bool more = true; more;) {
		more = false;
		for (uint32_t i = 0; i < snapshot->count; i++) {
			enum ender ender = ender_of(snapshot, &snapshot->threads[i], belief);
			if (!free[i] && can_end(snapshot, i, ender, free))
				free[i] = more = true;
		}
	}
}

void prove_spread(const struct snapshot *snapshot, bool moves[THREADS_MAX])
{
	spread(snapshot, BELIEVE_GUESSES, moves);
}

static void fill_view(const struct snapshot *snapshot, struct snapshot_thread *thread, bool free)
{
	struct thread_view *view = &thread->view;
	view->in_deadlock = !free;
	view->waits_for = thread->owner;
	view->owed = false;
	if (view->kind != WAIT_LOCK || thread->owner)
		return;
	const struct snapshot_thread *next = ower_of(snapshot, view->futex);
	if (!next)
		next = passer_of(snapshot, view->futex);
	view->waits_for = next ? next->view.tid : 0;
	view->owed = next != NULL;
}

static uint32_t index_of(const struct snapshot *snapshot, int32_t tid)
{
	const struct snapshot_thread *thread = snapshot_find(snapshot, tid);
	return thread ? (uint32_t)(thread - snapshot->threads) : snapshot->count;
}

/* Follows who waits for whom from each blocked thread; the first that is met twice closes it. */
static void find_cycle(const struct snapshot *snapshot, struct proof *proof)
{
	proof->cycle_count = 0;
	for (uint32_t first = 0; first < snapshot->count; first++) {
		uint32_t count = 0, at = first;
		while (at < snapshot->count && snapshot->threads[at].view.in_deadlock &&
		       count < REPORT_EDGES_MAX) {
			proof->cycle[count++] = at;
			at = index_of(snapshot, snapshot->threads[at].view.waits_for);
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

static uint64_t picture_of(const struct snapshot *snapshot)
{
	uint64_t hash = 1;
	for (uint32_t i = 0; i < snapshot->count; i++) {
		const struct snapshot_thread *thread = &snapshot->threads[i];
		const struct thread_view *view = &thread->view;
		if (!view->in_deadlock)
			continue;
		hash = mix(mix(mix(hash, (uint32_t)view->tid), view->futex), thread->seq);
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
		fill_view(snapshot, &snapshot->threads[i], free[i]);
		proof->blocked += !free[i];
	}
	find_cycle(snapshot, proof);
	proof->picture = picture_of(snapshot);
}
