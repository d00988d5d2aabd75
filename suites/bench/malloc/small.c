#include "suites/bench/malloc/blocks.h"
#include "suites/bench/malloc/kinds.h"
#include "suites/bench/malloc/peak.h"

enum { OPERATIONS = 1000, PAIR_BYTES = 64, LIVE = 2000, SMALLEST = 16, LARGEST = 256 };

void bench_pair(struct bench *bench)
{
	while (bench_next_batch(bench, OPERATIONS)) {
		for (int i = 0; i < OPERATIONS; i++)
			free(block_take(PAIR_BYTES));
	}
	peak_count(bench);
}

void bench_churn(struct bench *bench)
{
	struct dice dice = dice_of(bench_thread(bench));
	void *live[LIVE];
	for (int i = 0; i < LIVE; i++)
		live[i] = block_take(dice_between(&dice, SMALLEST, LARGEST));
	while (bench_next_batch(bench, OPERATIONS)) {
		for (int i = 0; i < OPERATIONS; i++) {
			void **block = &live[dice_between(&dice, 0, LIVE - 1)];
			free(*block);
			*block = block_take(dice_between(&dice, SMALLEST, LARGEST));
		}
	}
	peak_count(bench);
	blocks_free(live, LIVE);
}
