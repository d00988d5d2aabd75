/* Batches of blocks go from a producer to its consumer through a bounded queue. */
#include "suites/bench/malloc/blocks.h"
#include "suites/bench/malloc/kinds.h"
#include "suites/bench/malloc/peak.h"

#include <pthread.h>
#include <stdbool.h>

enum { BATCH = 120, QUEUED_MAX = 64, SMALLEST = 16, LARGEST = 512 };

struct queue {
	pthread_mutex_t lock; /* guards what follows */
	pthread_cond_t changed;
	struct chain *batches[QUEUED_MAX];
	unsigned put, got; /* batches so far */
};

static struct queue queues[BENCH_THREADS_MAX / 2] = {
    {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER},
    {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER},
    {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER},
    {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER},
};

static void queue_put(struct queue *queue, struct chain *batch)
{
	pthread_mutex_lock(&queue->lock);
	while (queue->put - queue->got == QUEUED_MAX)
		pthread_cond_wait(&queue->changed, &queue->lock);
	queue->batches[queue->put++ % QUEUED_MAX] = batch;
	pthread_mutex_unlock(&queue->lock);
	pthread_cond_signal(&queue->changed);
}

static struct chain *queue_get(struct queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	while (queue->put == queue->got)
		pthread_cond_wait(&queue->changed, &queue->lock);
	struct chain *batch = queue->batches[queue->got++ % QUEUED_MAX];
	pthread_mutex_unlock(&queue->lock);
	pthread_cond_signal(&queue->changed);
	return batch;
}

static struct chain *produce(struct dice *dice)
{
	struct chain *batch = NULL;
	for (int i = 0; i < BATCH; i++) {
		struct chain *block = block_take(dice_between(dice, SMALLEST, LARGEST));
		block->next = batch;
		batch = block;
	}
	return batch;
}

/* Producer and consumer of a queue run equally often, so none waits for ever. */
void bench_producer_consumer(struct bench *bench)
{
	int me = bench_thread(bench);
	bool both = bench_threads(bench) == 1;
	struct queue *queue = &queues[me / 2];
	struct dice dice = dice_of(me);
	while (bench_next_batch(bench, BATCH)) {
		if (both || me % 2 == 0)
			queue_put(queue, produce(&dice));
		if (both || me % 2 == 1)
			chain_free(queue_get(queue));
	}
	peak_count(bench);
}
