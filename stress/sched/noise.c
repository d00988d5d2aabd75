/* Noise: seeded yields and short sleeps at events, each thread from a stream of its own.  What a
 * thread does follows from the seed; how the threads meet still follows from the kernel, so a
 * replay repeats the noise and not the run. */
#include "stress/random.h"
#include "stress/strategy.h"
#include "stress/sync/thread.h"

#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { YIELD_ONE_IN = 8, SLEEP_ONE_IN = 128, SLEEP_MAX_US = 300 };

static uint64_t run_seed;

static void start(uint64_t seed)
{
	run_seed = seed;
}

/* Streams go by the thread's name ("mutator 2"), which is the same in every run. */
static struct random *stream(struct thread_slot *self)
{
	struct random *random = (struct random *)(void *)self->noise;
	if (random->state[0] == 0) {
		uint64_t hash = 14695981039346656037u;
		for (const char *c = self->name; *c; c++)
			hash = (hash ^ (unsigned char)*c) * 1099511628211u;
		random_seed(random, run_seed, hash);
		random->state[0] |= 1;
	}
	return random;
}

static void at(const struct event *event)
{
	struct thread_slot *self = thread_self();
	if (event->kind == EVENT_HANDLER_LEAVE || atomic_load(&self->level))
		return;
	struct random *random = stream(self);
	uint64_t dice = random_next(random);
	int saved = errno;
	if (dice % SLEEP_ONE_IN == 0) {
		long us = (long)((dice >> 32) % SLEEP_MAX_US) + 1;
		struct timespec pause = {0, us * 1000};
		syscall(SYS_nanosleep, &pause, NULL);
	} else if (dice % YIELD_ONE_IN == 1) {
		syscall(SYS_sched_yield);
	}
	errno = saved;
}

STRATEGY(noise) = {
    .story = "seeded yields and short sleeps at every lock, wake and operation",
    .start = start,
    .at = at,
};
