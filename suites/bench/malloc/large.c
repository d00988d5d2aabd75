#include "suites/bench/malloc/blocks.h"
#include "suites/bench/malloc/kinds.h"
#include "suites/bench/malloc/peak.h"

enum { OPERATIONS = 100, LIVE = 1000, SMALLEST_LOG2 = 4, LARGEST_LOG2 = 15 };
enum { LARGE_LIVE = 32, LARGE_LEAST = 64 * 1024, LARGE_MOST = 1024 * 1024 };

/* Each power of two is as frequent as the next. */
static size_t any_size(struct dice *dice)
{
	size_t power = (size_t)1 << dice_between(dice, SMALLEST_LOG2, LARGEST_LOG2);
	return dice_between(dice, power, 2 * power);
}

void bench_realloc(struct bench *bench)
{
	struct dice dice = dice_of(bench_thread(bench));
	void *live[LIVE];
	for (int i = 0; i < LIVE; i++)
		live[i] = block_take(any_size(&dice));
	while (bench_next_batch(bench, OPERATIONS)) {
		for (int i = 0; i < OPERATIONS; i++) {
			void **block = &live[dice_between(&dice, 0, LIVE - 1)];
			if (i % 4 == 0) {
				*block = block_used(realloc(*block, any_size(&dice)));
				continue;
			}
			free(*block);
			*block = block_take(any_size(&dice));
		}
	}
	peak_count(bench);
	blocks_free(live, LIVE);
}

static void *large_take(struct dice *dice)
{
	size_t size = dice_between(dice, LARGE_LEAST, LARGE_MOST);
	char *block = block_take(size);
	((volatile char *)block)[size - 1] = 0;
	return block;
}

void bench_large(struct bench *bench)
{
	struct dice dice = dice_of(bench_thread(bench));
	void *live[LARGE_LIVE];
	for (int i = 0; i < LARGE_LIVE; i++)
		live[i] = large_take(&dice);
	while (bench_next_batch(bench, OPERATIONS)) {
		for (int i = 0; i < OPERATIONS; i++) {
			void **block = &live[dice_between(&dice, 0, LARGE_LIVE - 1)];
			free(*block);
			*block = large_take(&dice);
		}
	}
	peak_count(bench);
	blocks_free(live, LARGE_LIVE);
}
