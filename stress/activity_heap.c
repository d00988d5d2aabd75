#include "stress/activity.h"
#include "stress/sync/thread.h"

#include <pthread.h>
#include <time.h>

enum { PERIOD_MS = 10 }; /* of the historical 100 Hz */

const char *room_manner(size_t room)
{
	if (room >= ROOM_AMPLE)
		return "room";
	if (room >= ROOM_WAKE_GROWS)
		return "wake grows";
	return room >= ROOM_UNLOCK_GROWS ? "unlock grows" : "lock grows";
}

void activity_scavenge(struct actor *actor, enum scavenge_way way)
{
	if (way == SCAVENGE_TICK) {
		actor_begin(actor, "scavenge tick");
		actor->heap->scavenge_tick();
	} else {
		actor_begin(actor, "scavenge on demand");
		actor->heap->scavenge();
	}
	actor_end(actor);
}

void activity_profile_rate(struct actor *actor, enum rate_way way)
{
	static const size_t fine = 1, off = 0, coarse = 64 * 1024;
	bool even = actor->rounds % 2 == 0;
	if (way == RATE_ON_OFF) {
		actor_begin(actor, "profile rate on and off");
		actor->heap->profile_rate(even ? fine : off);
	} else {
		actor_begin(actor, "profile rate fine and coarse");
		actor->heap->profile_rate(even ? fine : coarse);
	}
	actor_end(actor);
}

void activity_profile_dump(struct actor *actor)
{
	struct profile_totals totals = {0};
	actor_begin(actor, "profile dump");
	actor->heap->profile_dump(&totals);
	actor_end(actor);
	if (totals.frees > totals.allocs || totals.bytes_freed > totals.bytes_allocated)
		actor_corrupt(actor, "the profile has %zu frees of %zu allocations", totals.frees,
			      totals.allocs);
}

void activity_statistics(struct actor *actor)
{
	struct heap_statistics statistics = {0};
	actor_begin(actor, "statistics");
	actor->heap->statistics(&statistics);
	actor_end(actor);
	if (statistics.bytes_released > statistics.bytes_idle)
		actor_corrupt(actor, "%zu bytes released of %zu idle", statistics.bytes_released,
			      statistics.bytes_idle);
}

/* A process-wide timer counts from anew whenever it is set: left on for too short it never fires.
 */
static void let_it_fire(struct actor *actor)
{
	struct timespec pause = {0, (long)(PERIOD_MS + random_below(&actor->random, PERIOD_MS)) *
					1000000};
	clock_nanosleep(CLOCK_MONOTONIC, 0, &pause, NULL);
}

void activity_cpu_profile(struct actor *actor, enum cpu_timer timer)
{
	/* The process-wide timer is switched on and off, as the historical profilers did; the
	   per-thread one changes its rate. */
	static const unsigned process_hz[] = {0, 1000 / PERIOD_MS}, thread_hz[] = {5000, 4000};
	unsigned even = actor->rounds % 2 == 0;
	if (timer == CPU_TIMER_PROCESS) {
		actor_begin(actor, "cpu profile on and off");
		actor->heap->cpu_profile(process_hz[even], timer);
		actor_end(actor);
		if (even)
			let_it_fire(actor);
	} else {
		actor_begin(actor, "cpu profile rate");
		actor->heap->cpu_profile(thread_hz[even], timer);
		actor_end(actor);
	}
}

struct guest {
	const struct allocator *heap;
	size_t size;
	bool served;
};

static void *visit(void *argument)
{
	struct guest *guest = argument;
	thread_name("guest");
	void *block = guest->heap->alloc(guest->size);
	guest->served = block != NULL;
	guest->heap->free(block);
	return NULL;
}

void activity_thread(struct actor *actor, size_t size)
{
	struct guest guest = {.heap = actor->heap, .size = size};
	pthread_t thread;
	actor_begin(actor, size == SIZE_SMALL	? "thread with small block"
			   : size == SIZE_LARGE ? "thread with large block"
						: "thread with huge block");
	int error = allocator_start_thread(actor->heap, &thread, visit, &guest);
	if (error == 0)
		allocator_join_thread(actor->heap, thread);
	actor_end(actor);
	if (error)
		actor_corrupt(actor, "no thread could be started: error %d", error);
	else if (!guest.served)
		actor_corrupt(actor, "a new thread got no memory for %zu bytes", size);
}

void activity_select_ready(struct actor *actor, void *const *channels, unsigned count)
{
	struct select_case cases[CHANNELS_MAX];
	uintptr_t value = (uintptr_t)random_next(&actor->random);
	for (unsigned i = 0; i < count; i++)
		cases[i] = (struct select_case){channels[i], .send = i == 0, .value = value};
	actor_begin(actor, count > 2 ? "select ready of many" : "select ready of two");
	int went = actor->heap->select(cases, count, true);
	actor_end(actor);
	if (went != 0) {
		actor_corrupt(actor, "select took case %d, only 0 could go", went);
		return;
	}
	uintptr_t received = 0;
	actor_begin(actor, "channel receive");
	bool open = actor->heap->channel_receive(channels[0], &received);
	actor_end(actor);
	if (!open || received != value)
		actor_corrupt(actor, "a channel gave another value than was sent");
}

bool activity_select_wait(struct actor *actor, void *const *channels, unsigned count)
{
	struct select_case cases[CHANNELS_MAX];
	for (unsigned i = 0; i < count; i++)
		cases[i] = (struct select_case){channels[i], .send = false, .value = 0};
	actor_begin(actor, "select wait");
	int went = actor->heap->select(cases, count, true);
	actor_end(actor);
	return went != (int)count - 1;
}

void activity_send(struct actor *actor, void *channel)
{
	struct select_case one = {channel, .send = true, .value = 1};
	actor_begin(actor, "select send");
	actor->heap->select(&one, 1, false);
	actor_end(actor);
}
