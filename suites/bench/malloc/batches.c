#include "suites/bench/malloc/blocks.h"
#include "suites/bench/malloc/kinds.h"
#include "suites/bench/malloc/peak.h"

#include <stdatomic.h>

enum { BATCH = 500, GENERATIONS = 4, SMALLEST = 16, LARGEST = 1000 };

struct batch {
	void *blocks[BATCH];
};

static void free_backwards(struct batch *batch)
{
	for (int i = BATCH; i-- > 0;)
		free(batch->blocks[i]);
}

/* A batch outlives the next few; each other one is freed against the order of its allocation. */
void bench_batches(struct bench *bench)
{
	struct dice dice = dice_of(bench_thread(bench));
	struct batch batches[GENERATIONS] = {0};
	for (unsigned n = 0; bench_next_batch(bench, BATCH); n++) {
		struct batch *batch = &batches[n % GENERATIONS];
		if (n / GENERATIONS % 2 == 0)
			blocks_free(batch->blocks, BATCH);
		else
			free_backwards(batch);
		size_t size = dice_between(&dice, SMALLEST, LARGEST);
		for (int i = 0; i < BATCH; i++)
			batch->blocks[i] = block_take(size);
	}
	peak_count(bench);
	for (int i = 0; i < GENERATIONS; i++)
		blocks_free(batches[i].blocks, BATCH);
}

/* Two for each thread: one it works on, one waits to be freed by a neighbour. */
static struct batch handed[2 * BENCH_THREADS_MAX];
static struct batch *_Atomic waiting[BENCH_THREADS_MAX];

/* Small sizes are frequent, larger ones rare. */
static size_t mixed_size(struct dice *dice)
{
	return dice_between(dice, SMALLEST, dice_between(dice, SMALLEST, LARGEST));
}

void bench_batches_handed_on(struct bench *bench)
{
	int me = bench_thread(bench), neighbour = (me + 1) % bench_threads(bench);
	struct dice dice = dice_of(me);
	struct batch *batch = &handed[2 * me];
	atomic_store(&waiting[me], &handed[2 * me + 1]);
	while (bench_next_batch(bench, BATCH)) {
		blocks_free(batch->blocks, BATCH);
		for (int i = 0; i < BATCH; i++)
			batch->blocks[i] = block_take(mixed_size(&dice));
		batch = atomic_exchange(&waiting[neighbour], batch);
	}
	peak_count(bench);
	blocks_free(batch->blocks, BATCH);
	blocks_free(atomic_load(&waiting[me])->blocks, BATCH);
}
