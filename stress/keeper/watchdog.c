/* Progress is finished operations, counted per actor, so one that stands still is seen while others
 * run on.  It costs the child nothing: looking begins when an actor has stood for STAND_MS, and is
 * done from outside.
 *
 * A verdict comes in one of two ways.
 *
 *   Proved: a look shows threads that can never be freed (prove.c), and a later look shows the very
 *   same.  Between two looks at a cycle of owners every lock in it would have had to be released
 * and taken again, which its seq tells: SOON_MS apart are enough.  A wake that is owed may still
 * come, or another thread may happen to give it: PATIENCE_MS, and a watched thread must be among
 * those blocked, since threads that idle by design wait like that too.
 *
 *   Stuck: limit_ms without progress and without proof.  As much again is granted, EXTENSIONS_MAX
 *   times, to a thread that runs, makes system calls or sleeps until a time, and to one that waits
 *   for such a thread, or for the end of a process that has one: slow is not stuck.
 *
 * Time is what the keeper lived through.  Where it was not run itself for a while, neither was the
 * child, as a rule: of such a gap only GAP_MAX_MS count. */
#include "stress/keeper/watchdog.h"

#include "stress/keeper/clock.h"

#include <stdio.h>
#include <string.h>

enum {
	TICK_MS = 10,
	STAND_MS = 50,
	SOON_MS = 2,
	PATIENCE_MS = 250,
	EXTENSIONS_MAX = 3,
	GAP_MAX_MS = 100
};

void watchdog_start(struct watchdog *dog, pid_t child, const struct record *record,
		    struct observation *seen, unsigned limit_ms, uint64_t start_ns)
{
	memset(dog, 0, sizeof *dog);
	dog->child = child;
	dog->record = record;
	dog->seen = seen;
	dog->limit_ms = limit_ms;
	dog->start_ns = dog->last_tick_ns = start_ns;
}

static void watch(struct watchdog *dog, uint32_t index, int32_t tid, uint64_t progress,
		  uint64_t now_ns)
{
	struct watched *watched = &dog->watched[index];
	if (watched->tid == tid && watched->progress == progress)
		return;
	*watched = (struct watched){.tid = tid,
				    .progress = progress,
				    .since_ns = now_ns,
				    .deadline_ns = now_ns + ms_to_ns(dog->limit_ms)};
}

/* Brings the watched threads up to date. */
static void follow(struct watchdog *dog, uint64_t now_ns)
{
	const struct record *record = dog->record;
	uint32_t count = atomic_load(&record->thread_count), running = 0;
	for (uint32_t i = 0; i < count && i < THREADS_MAX; i++) {
		const struct thread_slot *slot = &record->threads[i];
		bool runs =
		    atomic_load(&slot->is_actor) && atomic_load(&slot->state) == THREAD_RUNNING;
		watch(dog, i, runs ? atomic_load(&slot->tid) : 0, atomic_load(&slot->progress),
		      now_ns);
		running += runs;
	}
	/* Between the actors, what moves the run on is the main thread's progress. */
	uint64_t progress = ((uint64_t)atomic_load(&record->phase) << 32) | count;
	watch(dog, WATCHED_MAIN, running ? 0 : dog->child, progress, now_ns);
}

static bool stands(const struct watched *watched, uint64_t now_ns)
{
	return watched->tid && now_ns - watched->since_ns >= ms_to_ns(STAND_MS);
}

static bool somebody_stands(const struct watchdog *dog, uint64_t now_ns)
{
	for (uint32_t i = 0; i < WATCHED_MAX; i++)
		if (stands(&dog->watched[i], now_ns))
			return true;
	return false;
}

static bool somebody_is_due(const struct watchdog *dog, uint64_t now_ns)
{
	for (uint32_t i = 0; i < WATCHED_MAX; i++)
		if (dog->watched[i].tid && now_ns >= dog->watched[i].deadline_ns)
			return true;
	return false;
}

/* The watched thread that has stood longest (among those that are in the deadlock); or NULL. */
static const struct watched *longest(const struct watchdog *dog, bool in_deadlock)
{
	const struct watched *found = NULL;
	for (uint32_t i = 0; i < WATCHED_MAX; i++) {
		const struct watched *watched = &dog->watched[i];
		if (watched->tid == 0 || (found && found->since_ns <= watched->since_ns))
			continue;
		const struct snapshot_thread *thread =
		    snapshot_find(&dog->looks[dog->latest], watched->tid);
		if (!in_deadlock || (thread && thread->view.in_deadlock))
			found = watched;
	}
	return found;
}

/* Who moved between the last two looks, or waits for somebody who did. */
static void note_moves(struct watchdog *dog)
{
	const struct snapshot *now = &dog->looks[dog->latest], *before = &dog->looks[!dog->latest];
	bool moves[THREADS_MAX] = {false};
	for (uint32_t i = 0; i < now->count; i++) {
		const struct snapshot_thread *thread = &now->threads[i];
		moves[i] = !thread->bystander &&
			   snapshot_thread_moved(snapshot_find(before, thread->view.tid), thread);
	}
	prove_spread(now, moves);
	for (uint32_t i = 0; i < WATCHED_MAX; i++) {
		struct watched *watched = &dog->watched[i];
		const struct snapshot_thread *thread = snapshot_find(now, watched->tid);
		/* A move that belongs to its last progress does not count. */
		if (thread && moves[thread - now->threads] &&
		    dog->look_ns[!dog->latest] >= watched->since_ns)
			watched->moved_ns = dog->look_ns[dog->latest];
	}
}

static void look(struct watchdog *dog, uint64_t now_ns)
{
	dog->latest = !dog->latest;
	dog->look_ns[dog->latest] = now_ns;
	snapshot_take(&dog->looks[dog->latest], dog->child, dog->record);
	note_moves(dog);
}

static void conclude(struct watchdog *dog, enum standstill standstill,
		     const struct watched *watched, const struct proof *proof, uint64_t now_ns)
{
	struct observation *seen = dog->seen;
	const struct snapshot *last = &dog->looks[dog->latest];
	seen->standstill = standstill;
	seen->standstill_ns = now_ns - dog->start_ns;
	seen->thread_count = last->count;
	for (uint32_t i = 0; i < last->count; i++)
		seen->threads[i] = last->threads[i].view;
	seen->cycle_count = proof->cycle_count;
	memcpy(seen->cycle, proof->cycle, sizeof seen->cycle);
	if (!watched)
		return;
	seen->extensions = watched->extensions;
	seen->stood_ms = (now_ns - watched->since_ns) / NS_PER_MS;
	const char *name = "main";
	if (watched < &dog->watched[WATCHED_MAIN])
		name = dog->record->threads[watched - dog->watched].name;
	snprintf(seen->stuck_thread, sizeof seen->stuck_thread, "%.*s", NAME_MAX_BYTES - 1, name);
}

static void conclude_stuck(struct watchdog *dog, const struct watched *watched, uint64_t now_ns)
{
	struct proof picture;
	prove(&dog->looks[dog->latest], BELIEVE_GUESSES, &picture);
	conclude(dog, STANDSTILL_STUCK, watched, &picture, now_ns);
	for (uint32_t i = 0; i < dog->seen->thread_count; i++)
		dog->seen->threads[i].in_deadlock = false; /* a guess proves nothing */
}

static bool find_proof(struct watchdog *dog, uint64_t now_ns, struct proof *proof,
		       enum belief *belief)
{
	struct snapshot *last = &dog->looks[dog->latest];
	*belief = BELIEVE_OWNERS;
	prove(last, *belief, proof);
	if (proof->blocked)
		return true;
	*belief = BELIEVE_WAKES;
	prove(last, *belief, proof);
	const struct watched *watched = longest(dog, true);
	return proof->blocked && watched && stands(watched, now_ns);
}

/* True when what the last look proves was proved before, and has lasted long enough. */
static bool is_proved(struct watchdog *dog, uint64_t now_ns)
{
	struct proof proof;
	enum belief belief;
	if (!find_proof(dog, now_ns, &proof, &belief)) {
		dog->doubted.blocked = 0;
		return false;
	}
	if (dog->doubted.blocked == 0 || dog->doubted.picture != proof.picture ||
	    dog->doubted_belief != belief) {
		dog->doubted = proof;
		dog->doubted_belief = belief;
		dog->doubted_since_ns = now_ns;
		return false;
	}
	unsigned needed_ms = belief == BELIEVE_OWNERS ? SOON_MS : PATIENCE_MS;
	if (now_ns - dog->doubted_since_ns < ms_to_ns(needed_ms))
		return false;
	const struct watched *watched = longest(dog, true);
	conclude(dog, STANDSTILL_PROVED, watched ? watched : longest(dog, false), &proof, now_ns);
	return true;
}

/* The first watched thread whose time is up for good; extends the others' where they may. */
static const struct watched *find_late(struct watchdog *dog, uint64_t now_ns)
{
	for (uint32_t i = 0; i < WATCHED_MAX; i++) {
		struct watched *watched = &dog->watched[i];
		if (watched->tid == 0 || now_ns < watched->deadline_ns)
			continue;
		if (!snapshot_find(&dog->looks[dog->latest], watched->tid))
			continue; /* it has ended without saying so */
		bool moves = watched->moved_ns + ms_to_ns(dog->limit_ms) / 2 > now_ns;
		if (!moves || watched->extensions == EXTENSIONS_MAX)
			return watched;
		watched->extensions++;
		watched->deadline_ns = now_ns + ms_to_ns(dog->limit_ms);
	}
	return NULL;
}

static bool tick(struct watchdog *dog, uint64_t now_ns, uint64_t *next_ns)
{
	*next_ns = now_ns + ms_to_ns(TICK_MS);
	if (dog->seen->first_report_ns == 0 && atomic_load(&dog->record->report_count) > 0)
		dog->seen->first_report_ns = now_ns - dog->start_ns;
	follow(dog, now_ns);
	if (!somebody_stands(dog, now_ns)) {
		dog->doubted.blocked = 0;
		return false;
	}
	if (now_ns >= dog->next_look_ns || somebody_is_due(dog, now_ns)) {
		look(dog, now_ns);
		if (is_proved(dog, now_ns))
			return true;
		const struct watched *late = find_late(dog, now_ns);
		if (late) {
			conclude_stuck(dog, late, now_ns);
			return true;
		}
		bool soon = dog->doubted.blocked && dog->doubted_belief == BELIEVE_OWNERS;
		dog->next_look_ns = now_ns + ms_to_ns(soon ? SOON_MS : STAND_MS);
	}
	if (dog->next_look_ns < *next_ns)
		*next_ns = dog->next_look_ns;
	return false;
}

/* The clock's time as the watchdog counts it. */
static uint64_t lived_ns(struct watchdog *dog, uint64_t clock_now_ns)
{
	uint64_t gap_ns = clock_now_ns - dog->last_tick_ns;
	if (gap_ns > ms_to_ns(GAP_MAX_MS))
		dog->lost_ns += gap_ns - ms_to_ns(GAP_MAX_MS);
	dog->last_tick_ns = clock_now_ns;
	return clock_now_ns - dog->lost_ns;
}

bool watchdog_tick(struct watchdog *dog, uint64_t now_ns, uint64_t *next_ns)
{
	bool concluded = tick(dog, lived_ns(dog, now_ns), next_ns);
	*next_ns += dog->lost_ns;
	return concluded;
}

void watchdog_expire(struct watchdog *dog, uint64_t now_ns)
{
	now_ns = lived_ns(dog, now_ns);
	look(dog, now_ns);
	conclude_stuck(dog, longest(dog, false), now_ns);
}
