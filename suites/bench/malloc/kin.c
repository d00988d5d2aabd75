/* malloc's kin: calloc and aligned_alloc. */
#include "suites/bench/malloc/blocks.h"
#include "suites/bench/malloc/kinds.h"
#include "suites/bench/malloc/peak.h"

enum { OPERATIONS = 100, LIVE = 500 };

static void *zeroed(struct dice *dice)
{
	return calloc(1, dice_between(dice, 16, dice_between(dice, 16, 16 * 1024)));
}

static void *aligned(struct dice *dice)
{
	size_t alignment = (size_t)32 << dice_between(dice, 0, 7);
	return aligned_alloc(alignment, dice_between(dice, 1, 4096 / 32) * 32);
}

static void replace(struct bench *bench, void *(*take)(struct dice *dice))
{
	struct dice dice = dice_of(bench_thread(bench));
	void *live[LIVE];
	for (int i = 0; i < LIVE; i++)
		live[i] = block_used(take(&dice));
	while (bench_next_batch(bench, OPERATIONS)) {
		for (int i = 0; i < OPERATIONS; i++) {
			void **block = &live[dice_between(&dice, 0, LIVE - 1)];
			free(*block);
			*block = block_used(take(&dice));
		}
	}
	peak_count(bench);
	blocks_free(live, LIVE);
}

void bench_calloc(struct bench *bench)
{
	replace(bench, zeroed);
}

void bench_aligned(struct bench *bench)
{
	replace(bench, aligned);
}
