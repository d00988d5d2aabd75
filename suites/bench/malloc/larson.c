/* What a thread has allocated outlives it: it serves a number of requests, each of which frees a
 * random block and allocates another, and ends.  A new thread takes over the blocks of one that
 * ended, of a neighbour's now and then. */
#include "suites/bench/malloc/blocks.h"
#include "suites/bench/malloc/kinds.h"
#include "suites/bench/malloc/peak.h"

#include <pthread.h>
#include <stdatomic.h>

enum { REQUESTS = 10000, LIVE = 1000, SMALLEST = 16, LARGEST = 1000 };

struct shift {
	struct dice dice;
	void *live[LIVE];
};

/* Two for each thread of the benchmark: one is served, one waits here. */
static struct shift shifts[2 * BENCH_THREADS_MAX];
static struct shift *_Atomic waiting[BENCH_THREADS_MAX];

static struct shift *shift_begin(struct shift *shift)
{
	shift->dice = dice_of((int)(shift - shifts));
	for (int i = 0; i < LIVE; i++)
		shift->live[i] = block_take(dice_between(&shift->dice, SMALLEST, LARGEST));
	return shift;
}

static void *serve(void *argument)
{
	struct shift *shift = argument;
	for (int i = 0; i < REQUESTS; i++) {
		void **block = &shift->live[dice_between(&shift->dice, 0, LIVE - 1)];
		free(*block);
		*block = block_take(dice_between(&shift->dice, SMALLEST, LARGEST));
	}
	return NULL;
}

void bench_larson(struct bench *bench)
{
	int me = bench_thread(bench), neighbour = (me + 1) % bench_threads(bench);
	struct shift *shift = shift_begin(&shifts[2 * me]);
	atomic_store(&waiting[me], shift_begin(&shifts[2 * me + 1]));
	while (bench_next_batch(bench, REQUESTS)) {
		pthread_t server;
		if (pthread_create(&server, NULL, serve, shift) != 0)
			abort();
		pthread_join(server, NULL);
		shift = atomic_exchange(&waiting[neighbour], shift);
	}
	peak_count(bench);
	blocks_free(shift->live, LIVE);
	blocks_free(atomic_load(&waiting[me])->live, LIVE);
}
