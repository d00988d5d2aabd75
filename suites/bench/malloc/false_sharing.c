/* Does an allocator put blocks of different threads onto one cache line?  At once (thrash), or when
 * a thread has freed what another had allocated (scratch)? */
#include "suites/bench/malloc/blocks.h"
#include "suites/bench/malloc/kinds.h"
#include "suites/bench/malloc/peak.h"

#include <string.h>

enum { OPERATIONS = 100, WRITES = 100, BYTES = 8 };

static void write_often(void)
{
	for (int i = 0; i < OPERATIONS; i++) {
		volatile char *block = block_take(BYTES);
		memset((void *)block, 0, BYTES);
		for (int k = 0; k < WRITES; k++)
			block[k % BYTES]++;
		free((void *)block);
	}
}

void bench_cache_thrash(struct bench *bench)
{
	while (bench_next_batch(bench, OPERATIONS))
		write_often();
	peak_count(bench);
}

void bench_cache_scratch(struct bench *bench)
{
	static void *side_by_side[BENCH_THREADS_MAX];
	int me = bench_thread(bench);
	for (int i = 0; me == 0 && i < bench_threads(bench); i++)
		side_by_side[i] = block_take(BYTES);
	while (bench_next_batch(bench, OPERATIONS)) {
		free(side_by_side[me]);
		side_by_side[me] = NULL;
		write_often();
	}
	peak_count(bench);
}
