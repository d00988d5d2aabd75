#include "suites/bench/malloc/blocks.h"
#include "suites/bench/malloc/kinds.h"
#include "suites/bench/malloc/peak.h"

#include <pthread.h>

enum { BLOCKS = 100, SMALLEST = 16, LARGEST = 1000 };

/* Leaves every other block to whoever joins it. */
static void *live_and_leave(void *dice)
{
	struct chain *left = NULL;
	for (int i = 0; i < BLOCKS / 2; i++) {
		struct chain *kept = block_take(dice_between(dice, SMALLEST, LARGEST));
		void *freed = block_take(dice_between(dice, SMALLEST, LARGEST));
		kept->next = left;
		left = kept;
		free(freed);
	}
	return left;
}

void bench_thread_exit(struct bench *bench)
{
	struct dice dice = dice_of(bench_thread(bench));
	while (bench_next(bench)) {
		pthread_t thread;
		void *left;
		if (pthread_create(&thread, NULL, live_and_leave, &dice) != 0)
			abort();
		pthread_join(thread, &left);
		chain_free(left);
	}
	peak_count(bench);
}
