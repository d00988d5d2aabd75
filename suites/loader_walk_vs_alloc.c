/* One thread walks the loaded objects with dl_iterate_phdr(), as unwinders and profilers do, and
 * allocates in the callback: it holds the loader's lock and wants the heap's.  The others make the
 * heap grow.  A heap that takes a backtrace of its own growth, or walks the objects for any other
 * reason, under one of its locks wants them the other way round.
 *
 * The blocks of the callback are too large for any cache, so that it, too, goes where memory is
 * had from the system.  A grower takes one more block for each walk that has begun, so that the
 * heap grows while the walker walks, and not before; it touches next to nothing of them. */
#include "stress/scenario.h"

#include <link.h>

enum {
	KIB = 1024,
	WALKER_BYTES = 512 * KIB,  /* of a block in the callback, at least */
	GROWER_BYTES = 1024 * KIB, /* of a grower's smallest block: some 200 MiB in all */
	HELD = 128,		   /* blocks that a grower has at most */
	MARK_BYTES = 64		   /* written at the head of a block, and looked at again */
};

static _Atomic uint64_t walks; /* begun */

static void *get(struct actor *a, size_t bytes, uint64_t seed)
{
	void *block = a->heap->alloc(bytes);
	if (block != NULL)
		block_fill(block, MARK_BYTES, seed);
	return block;
}

static void put(struct actor *a, void *block, uint64_t seed)
{
	if (block != NULL && !block_intact(block, MARK_BYTES, seed))
		actor_corrupt(a, "a block changed while it was held");
	if (block != NULL)
		a->heap->free(block);
}

static int allocate_at_object(struct dl_phdr_info *info, size_t info_size, void *actor)
{
	(void)info_size;
	struct actor *a = actor;
	uint64_t seed = info->dlpi_addr;
	put(a, get(a, WALKER_BYTES + random_below(&a->random, WALKER_BYTES), seed), seed);
	return 0;
}

static void walk(struct actor *a)
{
	while (actor_round(a)) {
		actor_begin(a, "walk");
		walks++;
		dl_iterate_phdr(allocate_at_object, a);
		actor_end(a);
	}
}

static void let_go(struct actor *a, void **held, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		put(a, held[i], i);
}

static void grow(struct actor *a)
{
	void *held[HELD];
	unsigned count = 0;
	uint64_t seen = 0;
	while (actor_round(a)) {
		if (walks == seen) {
			actor_begin(a, "churn");
			put(a, get(a, MARK_BYTES, a->rounds), a->rounds);
			actor_end(a);
			continue;
		}
		seen = walks;
		actor_begin(a, "grow");
		held[count] = get(a, GROWER_BYTES + count * 8 * KIB, count);
		actor_end(a);
		if (++count == HELD) {
			let_go(a, held, count);
			count = 0;
		}
	}
	let_go(a, held, count);
}

SCENARIO(loader_walk_vs_alloc) = {
    .story = "dl_iterate_phdr() with a callback that allocates, while the heap grows elsewhere",
    .roles = {{.name = "walker", .threads = 1, .run = walk}, {.name = "grower", .run = grow}},
    .params = {{.name = "threads", .values = {2}}},
    .exercises = {"walk", "grow"},
    .run_ms = 400,
    .limit_ms = 1500, /* what it is for stands still: seen within four times that */
};
