#include "stress/activity.h"

#include <inttypes.h>
#include <time.h>

enum { SETTLE_MS_MAX = 2000 };

static uint64_t now_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000u + (uint64_t)now.tv_nsec / 1000u;
}

void activity_sleep(struct actor *actor, uint64_t us)
{
	uint64_t begun = now_us();
	actor_begin(actor, "sleep");
	actor->heap->sleep_us(us);
	actor_end(actor);
	uint64_t slept = now_us() - begun;
	if (slept + 1 < us)
		actor_corrupt(actor, "slept for %" PRIu64 " us instead of %" PRIu64, slept, us);
}

/* ---- timers ------------------------------------------------------------------------------ */

static void allocate(const struct allocator *heap)
{
	void *small = heap->alloc(SIZE_SMALL), *large = heap->alloc(SIZE_LARGE);
	heap->free(small);
	heap->free(large);
}

static void ignore(void *unused)
{
	(void)unused;
}

static void set_another(const struct allocator *heap)
{
	void *timer = heap->timer_add(TIMER_US_MAX, ignore, NULL);
	if (timer)
		heap->timer_delete(timer);
}

static void fire(void *argument)
{
	struct timers *timers = argument;
	struct select_case one = {timers->channel, .send = true, .value = 1};
	if (timers->way == TIMER_ALLOCATES)
		allocate(timers->heap);
	else if (timers->way == TIMER_SENDS)
		timers->heap->select(&one, 1, false);
	else
		set_another(timers->heap);
	atomic_fetch_add(&timers->fired, 1);
}

static void take_back(struct actor *actor, struct timers *timers, unsigned at)
{
	actor_begin(actor, "timer delete");
	timers->stopped += actor->heap->timer_delete(timers->set[at]);
	actor_end(actor);
	timers->set[at] = NULL;
}

void activity_timer(struct actor *actor, struct timers *timers, enum timer_way way)
{
	static const char *const operations[] = {
	    [TIMER_ALLOCATES] = "timer that allocates",
	    [TIMER_SENDS] = "timer that sends",
	    [TIMER_SETS] = "timer that sets a timer",
	};
	unsigned at = (unsigned)random_below(&actor->random, TIMERS_HERE);
	if (timers->set[at])
		take_back(actor, timers, at);
	timers->heap = actor->heap;
	timers->way = way;
	actor_begin(actor, operations[way]);
	timers->set[at] =
	    actor->heap->timer_add(random_below(&actor->random, TIMER_US_MAX), fire, timers);
	actor_end(actor);
	if (timers->set[at])
		timers->added++;
	else
		actor_corrupt(actor, "no memory for a timer");
}

void activity_timer_delete(struct actor *actor, struct timers *timers)
{
	unsigned at = (unsigned)random_below(&actor->random, TIMERS_HERE);
	if (timers->set[at])
		take_back(actor, timers, at);
}

void timers_end(struct stage *stage, struct timers *timers)
{
	const struct timespec ms = {0, 1000000};
	for (unsigned at = 0; at < TIMERS_HERE; at++)
		if (timers->set[at])
			timers->stopped += stage->heap->timer_delete(timers->set[at]);
	/* One may have begun to fire just before it was deleted. */
	unsigned waited_ms = 0;
	while (atomic_load(&timers->fired) + timers->stopped < timers->added &&
	       waited_ms++ < SETTLE_MS_MAX)
		nanosleep(&ms, NULL);
	uint64_t fired = atomic_load(&timers->fired);
	if (fired + timers->stopped != timers->added)
		stage_corrupt(
		    stage, "of %" PRIu64 " timers %" PRIu64 " fired and %" PRIu64 " were stopped",
		    timers->added, fired, timers->stopped);
}

/* ---- deadlines --------------------------------------------------------------------------- */

void activity_deadline_set(struct actor *actor, void *deadline)
{
	enum { SOON_US = 50, KINDS = 8 };
	uint64_t kind = random_below(&actor->random, KINDS);
	uint64_t us = kind == 0	  ? 0
		      : kind == 1 ? UINT64_MAX
				  : 1 + random_below(&actor->random, SOON_US);
	actor_begin(actor, kind == 0   ? "deadline set to past"
			   : kind == 1 ? "deadline set to never"
				       : "deadline set to soon");
	bool set = actor->heap->deadline_set(deadline, us);
	actor_end(actor);
	if (!set)
		actor_corrupt(actor, "no memory for a deadline's timer");
}

void activity_deadline_wait(struct actor *actor, void *deadline)
{
	actor_begin(actor, "deadline wait");
	bool ready = actor->heap->deadline_wait(deadline);
	actor_end(actor);
	if (ready)
		actor_corrupt(actor, "a wait for a deadline ended as ready, and nothing was");
}

/* ---- stacks ------------------------------------------------------------------------------ */

void activity_stack_shrink(struct actor *actor, enum shrink_way way)
{
	actor_begin(actor, way == SHRINK_ALL ? "stack shrink of all" : "stack shrink of own");
	actor->heap->stack_shrink(way == SHRINK_ALL);
	actor_end(actor);
}
