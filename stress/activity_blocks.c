#include "stress/activity.h"
#include "stress/tsan.h"

enum { LARGE_FROM = 32 * 1024 + 1, HUGE_FROM = 1 << 20 };

static const char *by_size(size_t size, const char *small, const char *large, const char *huge)
{
	return size >= HUGE_FROM ? huge : size >= LARGE_FROM ? large : small;
}

/* Between half of it and the whole, so that the kind stays. */
static size_t vary(struct actor *actor, size_t size)
{
	return size - random_below(&actor->random, size / 2 + 1) / 2;
}

static void release(struct actor *actor, void *block, size_t size, uint64_t seed,
		    const char *operation)
{
	if (!block_intact(block, size, seed))
		actor_corrupt(actor, "block %p of %zu bytes has changed under its owner", block,
			      size);
	actor_begin(actor, operation);
	actor->heap->free(block);
	actor_end(actor);
}

static void keep(struct actor *actor, struct working_set *set, unsigned at, void *block,
		 size_t size)
{
	if (block == NULL) {
		actor_corrupt(actor, "no memory for %zu bytes", size);
		return;
	}
	set->held[at].block = block;
	set->held[at].size = size;
	set->held[at].seed = random_next(&actor->random);
	block_fill(block, size, set->held[at].seed);
}

static void drop(struct actor *actor, struct working_set *set, unsigned at)
{
	size_t size = set->held[at].size;
	release(actor, set->held[at].block, size, set->held[at].seed,
		by_size(size, "free small", "free large", "free huge"));
	set->held[at].block = NULL;
}

/* A place to fill, after emptying it where it was taken; false: emptied, nothing to fill now. */
static bool pick(struct actor *actor, struct working_set *set, unsigned *at)
{
	*at = (unsigned)random_below(&actor->random, WORKING_SET);
	if (set->held[*at].block == NULL)
		return true;
	drop(actor, set, *at);
	return random_below(&actor->random, 2) == 0;
}

void activity_churn(struct actor *actor, struct working_set *set, size_t size)
{
	unsigned at;
	if (!pick(actor, set, &at))
		return;
	size = vary(actor, size);
	actor_begin(actor, by_size(size, "malloc small", "malloc large", "malloc huge"));
	void *block = actor->heap->alloc(size);
	actor_end(actor);
	keep(actor, set, at, block, size);
}

void activity_calloc(struct actor *actor, struct working_set *set, size_t size)
{
	unsigned at;
	if (!pick(actor, set, &at))
		return;
	size = vary(actor, size);
	actor_begin(actor, by_size(size, "calloc small", "calloc large", "calloc huge"));
	unsigned char *block = actor->heap->calloc(1, size);
	actor_end(actor);
	for (size_t i = 0; block && i < size; i += 1 + i / 8)
		if (block[i])
			actor_corrupt(actor, "calloc gave %zu bytes that are not zero at %zu", size,
				      i);
	keep(actor, set, at, block, size);
}

void activity_aligned(struct actor *actor, struct working_set *set, size_t alignment, size_t size)
{
	unsigned at;
	if (!pick(actor, set, &at))
		return;
	actor_begin(actor, by_size(alignment > size ? alignment : size, "aligned small",
				   "aligned large", "aligned huge"));
	void *block = actor->heap->aligned_alloc(alignment, size);
	actor_end(actor);
	if ((uintptr_t)block % alignment)
		actor_corrupt(actor, "block %p is not aligned to %zu", block, alignment);
	keep(actor, set, at, block, size);
}

void activity_realloc(struct actor *actor, struct working_set *set, enum realloc_way way)
{
	static const struct {
		const char *operation;
		size_t from, to;
	} ways[] = {
	    [REALLOC_GROW] = {"realloc growing", SIZE_SMALL, 4 * SIZE_SMALL},
	    [REALLOC_SHRINK] = {"realloc shrinking", 8 * SIZE_SMALL, SIZE_SMALL / 2},
	    [REALLOC_TO_LARGE] = {"realloc to large", 8 * SIZE_SMALL, SIZE_LARGE},
	};
	unsigned at;
	if (!pick(actor, set, &at))
		return;
	size_t from = vary(actor, ways[way].from), to = vary(actor, ways[way].to);
	void *block = actor->heap->alloc(from);
	if (block == NULL) {
		actor_corrupt(actor, "no memory for %zu bytes", from);
		return;
	}
	uint64_t seed = random_next(&actor->random);
	block_fill(block, from, seed);
	actor_begin(actor, ways[way].operation);
	void *moved = actor->heap->realloc(block, to);
	actor_end(actor);
	if (moved && !block_intact(moved, from < to ? from : to, seed))
		actor_corrupt(actor, "realloc from %zu to %zu bytes lost contents", from, to);
	keep(actor, set, at, moved, to);
}

void working_set_drop(struct actor *actor, struct working_set *set)
{
	for (unsigned at = 0; at < WORKING_SET; at++)
		if (set->held[at].block)
			drop(actor, set, at);
}

/* A parcel lies at the block's start, its contents behind it. */
static void open_parcel(struct actor *actor, void *block)
{
	const struct parcel *parcel = block;
	tsan_acquire(block);
	size_t size = parcel->size;
	uint64_t seed = parcel->seed;
	if (!block_intact((char *)block + sizeof *parcel, size - sizeof *parcel, seed))
		actor_corrupt(actor, "block %p of %zu bytes has changed on its way", block, size);
	actor_begin(actor, by_size(size, "free elsewhere small", "free elsewhere large",
				   "free elsewhere huge"));
	actor->heap->free(block);
	actor_end(actor);
}

static void *swap(struct actor *actor, struct exchange *exchange, void *block)
{
	unsigned at = (unsigned)random_below(&actor->random, EXCHANGE_PLACES);
	if (block)
		tsan_release(block);
	return atomic_exchange(&exchange->place[at], block);
}

void activity_give(struct actor *actor, struct exchange *exchange, size_t size)
{
	size = vary(actor, size);
	actor_begin(actor, by_size(size, "malloc small", "malloc large", "malloc huge"));
	struct parcel *parcel = actor->heap->alloc(size);
	actor_end(actor);
	if (parcel == NULL) {
		actor_corrupt(actor, "no memory for %zu bytes", size);
		return;
	}
	parcel->size = size;
	parcel->seed = random_next(&actor->random);
	block_fill((char *)parcel + sizeof *parcel, size - sizeof *parcel, parcel->seed);
	void *there = swap(actor, exchange, parcel);
	if (there)
		open_parcel(actor, there);
}

void activity_take(struct actor *actor, struct exchange *exchange)
{
	/* From a random place on, the first that has one. */
	void *block = swap(actor, exchange, NULL);
	for (unsigned at = 0; block == NULL && at < EXCHANGE_PLACES; at++)
		block = atomic_exchange(&exchange->place[at], NULL);
	if (block)
		open_parcel(actor, block);
}

void exchange_drop(struct stage *stage, struct exchange *exchange)
{
	for (unsigned at = 0; at < EXCHANGE_PLACES; at++) {
		void *block = atomic_exchange(&exchange->place[at], NULL);
		if (block) {
			tsan_acquire(block);
			stage->heap->free(block);
		}
	}
}
