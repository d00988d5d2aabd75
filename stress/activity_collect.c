#include "stress/activity.h"

#include <time.h>

enum { CHAIN_LENGTH = 12 };

void activity_collect(struct actor *actor, enum collect_way way)
{
	actor_begin(actor, way == COLLECT_ALL ? "collect all" : "collect lazily");
	actor->heap->collect(way == COLLECT_LAZILY);
	actor_end(actor);
}

/* ---- chains ---------------------------------------------------------------------------- */

/* At the start of its block; contents behind it. */
struct link {
	struct link *next;
	size_t size;
	uint64_t seed;
};

static struct link *chain_make(struct actor *actor, size_t size)
{
	struct link *first = NULL;
	for (unsigned i = 0; i < CHAIN_LENGTH; i++) {
		actor_begin(actor, "malloc for a chain");
		struct link *link = actor->heap->alloc(size);
		actor_end(actor);
		if (link == NULL)
			return first;
		*link = (struct link){first, size, random_next(&actor->random)};
		block_fill(link + 1, size - sizeof *link, link->seed);
		first = link;
	}
	return first;
}

void activity_chain(struct actor *actor, size_t size)
{
	unsigned length = 0;
	struct link *first = chain_make(actor, size);
	for (const struct link *link = first; link != NULL; link = link->next) {
		length++;
		if (link->size != size ||
		    !block_intact(link + 1, size - sizeof *link, link->seed)) {
			actor_corrupt(actor, "block %p of a chain was freed under it",
				      (const void *)link);
			return;
		}
	}
	if (length != CHAIN_LENGTH)
		actor_corrupt(actor, "a chain of %u blocks, not %u", length, CHAIN_LENGTH);
}

/* ---- finalizers ------------------------------------------------------------------------ */

enum { MANY = 8, TRIES = 100 };

/* In a block with a finalizer. */
struct doomed {
	const struct allocator *heap;
	struct finalized *finalized;
	uint64_t seed;
	unsigned char contents[SIZE_SMALL];
};

static void finalize(void *block, void *argument)
{
	struct doomed *doomed = block;
	struct finalized *finalized = argument;
	if (doomed->finalized != finalized ||
	    !block_intact(doomed->contents, sizeof doomed->contents, doomed->seed))
		atomic_fetch_add(&finalized->wrong, 1);
	doomed->heap->free(doomed->heap->alloc(SIZE_SMALL));
	atomic_fetch_add(&finalized->run, 1);
}

static struct doomed *make_doomed(struct actor *actor, struct finalized *finalized)
{
	actor_begin(actor, "malloc to finalize");
	struct doomed *doomed = actor->heap->alloc(sizeof *doomed);
	actor_end(actor);
	if (doomed == NULL) {
		actor_corrupt(actor, "no memory for %zu bytes", sizeof *doomed);
		return NULL;
	}
	doomed->heap = actor->heap;
	doomed->finalized = finalized;
	doomed->seed = random_next(&actor->random);
	block_fill(doomed->contents, sizeof doomed->contents, doomed->seed);
	return doomed;
}

static void attach_and_drop(struct actor *actor, struct finalized *finalized, struct doomed *doomed,
			    const char *operation)
{
	actor_begin(actor, operation);
	bool set = actor->heap->set_finalizer(doomed, finalize, finalized);
	actor_end(actor);
	if (!set) {
		actor_corrupt(actor, "no finalizer could be set");
		return;
	}
	if (random_below(&actor->random, 4) > 0) {
		atomic_fetch_add(&finalized->set, 1);
		return;
	}
	actor_begin(actor, "clear finalizer");
	actor->heap->set_finalizer(doomed, NULL, NULL);
	actor_end(actor);
	actor->heap->free(doomed);
}

void activity_finalizer(struct actor *actor, struct finalized *finalized)
{
	struct doomed *doomed = make_doomed(actor, finalized);
	if (doomed != NULL)
		attach_and_drop(actor, finalized, doomed, "set finalizer on new");
}

void activity_finalizer_old(struct actor *actor, struct finalized *finalized, void **old)
{
	struct doomed *doomed = *old;
	*old = make_doomed(actor, finalized);
	if (doomed != NULL)
		attach_and_drop(actor, finalized, doomed, "set finalizer on old");
}

/* A block or two may be kept by what looks like a pointer to it, but not all. */
static void let_one_run(const struct stage *stage, const struct finalized *finalized)
{
	const struct timespec pause = {.tv_nsec = 5000000};
	for (unsigned tries = 0; tries < TRIES && atomic_load(&finalized->run) == 0; tries++) {
		stage->heap->collect(false);
		nanosleep(&pause, NULL);
	}
}

void finalized_check(struct stage *stage, const struct finalized *finalized)
{
	uint64_t set = atomic_load(&finalized->set);
	if (set >= MANY)
		let_one_run(stage, finalized);
	uint64_t run = atomic_load(&finalized->run);
	if (set >= MANY && run == 0)
		stage_corrupt(stage, "none of %zu finalizers has been run", (size_t)set);
	uint64_t wrong = atomic_load(&finalized->wrong);
	if (run > set)
		stage_corrupt(stage, "%zu finalizers were run, %zu set", (size_t)run, (size_t)set);
	if (wrong > 0)
		stage_corrupt(stage, "%zu finalizers got a block that was not theirs any more",
			      (size_t)wrong);
}

/* ---- limits and statistics ------------------------------------------------------------- */

void activity_limit(struct actor *actor, enum limit_way way)
{
	bool even = actor->rounds % 2 == 0;
	if (way == LIMIT_PERCENT) {
		actor_begin(actor, "set gc percent");
		actor->heap->gc_percent(even ? 100 : 200);
	} else {
		actor_begin(actor, "set memory limit");
		actor->heap->memory_limit(even ? 0 : (size_t)1 << 32);
	}
	actor_end(actor);
}

void activity_statistics_stopped(struct actor *actor)
{
	struct heap_statistics statistics = {0};
	actor_begin(actor, "statistics stopped");
	actor->heap->statistics_stopped(&statistics);
	actor_end(actor);
	if (statistics.bytes_released > statistics.bytes_idle)
		actor_corrupt(actor, "%zu bytes released of %zu idle", statistics.bytes_released,
			      statistics.bytes_idle);
}
