/* Activities: what the roles of many scenarios do, written once.
 *
 * Each is one turn of a role's loop, made of one or more operations, through the allocator's table.
 * Operations carry the kind of path that they take ("malloc small", "malloc large"), so that what a
 * parameter adds shows in the record.  Contents are checked wherever a block changes hands. */
#ifndef STRESS_ACTIVITY_H
#define STRESS_ACTIVITY_H

#include "stress/actor.h"

#include <stdatomic.h>

/* Sizes for the parameter "size": what an allocator serves from a thread's cache, from whole pages,
   and by growing. */
enum { SIZE_SMALL = 96, SIZE_LARGE = 40000, SIZE_HUGE = 3 << 20 };

/* Rooms for the parameters that burn a stack down (capability with_room): what then has to grow it.
   A lock call states how much it needs: taking 2 KiB, releasing 6, waking 14; a segment has 24. */
enum {
	ROOM_AMPLE = 22 * 1024,
	ROOM_WAKE_GROWS = 10 * 1024,
	ROOM_UNLOCK_GROWS = 4 * 1024,
	ROOM_LOCK_GROWS = 1024
};

/* What grows where so much room is left, as a manner (actor_manner). */
const char *room_manner(size_t room);

/* ---- blocks -----------------------------------------------------------------------------------
 */

enum { WORKING_SET = 24 };

/* Blocks that one actor holds.  Zeroed is empty. */
struct working_set {
	struct {
		void *block;
		size_t size;
		uint64_t seed;
	} held[WORKING_SET];
};

/* Allocates into a random place of the set, or checks and frees what is there.  Sizes vary around
   `size` within its kind. */
void activity_churn(struct actor *actor, struct working_set *set, size_t size);

/* As activity_churn with realloc, calloc and aligned_alloc as the way to get the block. */
enum realloc_way { REALLOC_GROW, REALLOC_SHRINK, REALLOC_TO_LARGE };
void activity_realloc(struct actor *actor, struct working_set *set, enum realloc_way way);
void activity_calloc(struct actor *actor, struct working_set *set, size_t size);
void activity_aligned(struct actor *actor, struct working_set *set, size_t alignment, size_t size);

/* Checks and frees everything. */
void working_set_drop(struct actor *actor, struct working_set *set);

/* ---- blocks that change hands
 * -------------------------------------------------------------------- */

enum { EXCHANGE_PLACES = 16 };

struct parcel {
	size_t size;
	uint64_t seed;
};

/* Places where one thread leaves a block for another.  Zeroed is empty. */
struct exchange {
	void *_Atomic place[EXCHANGE_PLACES];
};

/* Allocates a block and leaves it in a random place; what lay there is checked and freed. */
void activity_give(struct actor *actor, struct exchange *exchange, size_t size);

/* Takes the block from a random place, checks it and frees it: on another thread than it came from.
 */
void activity_take(struct actor *actor, struct exchange *exchange);

/* After the run, on the main thread. */
void exchange_drop(struct stage *stage, struct exchange *exchange);

/* ---- the heap's own activities
 * -------------------------------------------------------------------- */

enum scavenge_way { SCAVENGE_ON_DEMAND, SCAVENGE_TICK };
void activity_scavenge(struct actor *actor, enum scavenge_way way);

/* Changes the memory profile's rate: everything on and off, or between sampling and everything. */
enum rate_way { RATE_ON_OFF, RATE_FINE_COARSE };
void activity_profile_rate(struct actor *actor, enum rate_way way);
void activity_profile_dump(struct actor *actor);
void activity_statistics(struct actor *actor);

/* Switches the CPU profile between two rates, or on and off. */
void activity_cpu_profile(struct actor *actor, enum cpu_timer timer);

/* Starts a thread of the allocator's kind that allocates, frees and exits, and joins it. */
void activity_thread(struct actor *actor, size_t size);

/* Forks.  The child frees what it inherited, allocates, has the heap check itself, and ends. */
void activity_fork(struct actor *actor);

/* ---- time
 * ------------------------------------------------------------------------------------- */

/* Sleeps, and sees that it was long enough. */
void activity_sleep(struct actor *actor, uint64_t us);

/* What a timer does when it fires, on a thread of the heap's own. */
enum timer_way {
	TIMER_ALLOCATES, /* a small block and a large one, and frees them */
	TIMER_SENDS,	 /* on a channel, without waiting */
	TIMER_SETS	 /* another timer, and deletes it */
};

enum { TIMERS_HERE = 16, TIMER_US_MAX = 200 };

/* Timers of one actor.  Zeroed but for `channel` is empty.  Static: one may fire until
   timers_end() has returned. */
struct timers {
	void *channel; /* for TIMER_SENDS */
	const struct allocator *heap;
	enum timer_way way;
	void *set[TIMERS_HERE];
	uint64_t added, stopped;
	_Atomic uint64_t fired;
};

/* Adds a timer in a random place, after deleting the one that was there. */
void activity_timer(struct actor *actor, struct timers *timers, enum timer_way way);

/* Deletes the one in a random place. */
void activity_timer_delete(struct actor *actor, struct timers *timers);

/* After the run, on the main thread: deletes all, and sees that each has fired once or was stopped.
 */
void timers_end(struct stage *stage, struct timers *timers);

/* Moves a deadline: soon, to the past, to never. */
void activity_deadline_set(struct actor *actor, void *deadline);

/* Waits for it; one actor at a time.  Whoever sets it must leave it in the past. */
void activity_deadline_wait(struct actor *actor, void *deadline);

/* Shrinks the stack of the thread, or those of all. */
enum shrink_way { SHRINK_OWN, SHRINK_ALL };
void activity_stack_shrink(struct actor *actor, enum shrink_way way);

/* ---- collection
 *
 * Blocks that are left to the collector.  A scenario that lets it run keeps all its pointers on its
 * threads' stacks, in blocks, or in registered roots, and its long roles call the heap often: a
 * thread is stopped only where it does.
 * ------------------------------------------------------------------------------- */

enum collect_way { COLLECT_ALL, COLLECT_LAZILY };
void activity_collect(struct actor *actor, enum collect_way way);

/* A chain of blocks that only the caller's stack leads to: allocated, gone through, and dropped
   without freeing any. */
void activity_chain(struct actor *actor, size_t size);

/* Blocks with finalizers.  Zeroed is none; static. */
struct finalized {
	_Atomic uint64_t set, run, wrong;
};

/* Allocates a block with a finalizer and drops it; now and then detaches the finalizer again.  What
   the finalizer does: counts, sees that the block is intact, and allocates. */
void activity_finalizer(struct actor *actor, struct finalized *finalized);

/* The same with the block of the turn before, which may have outlived a collection: `old` is a
   place on the caller's stack, NULL at first. */
void activity_finalizer_old(struct actor *actor, struct finalized *finalized, void **old);

/* After the run: none has run that was not set, and of many that were set, some have. */
void finalized_check(struct stage *stage, const struct finalized *finalized);

/* Changes the percentage at which the heap collects by itself, or its limit (to more than scenarios
   use). */
enum limit_way { LIMIT_PERCENT, LIMIT_BYTES };
void activity_limit(struct actor *actor, enum limit_way way);

/* Reads the statistics with the world stopped. */
void activity_statistics_stopped(struct actor *actor);

/* ---- channels
 * ------------------------------------------------------------------------------------- */

enum { CHANNELS_MAX = 8 };

/* One select on `count` channels that goes at once: sends into a buffer with room, receives it. */
void activity_select_ready(struct actor *actor, void *const *channels, unsigned count);

/* A select that may wait, until the last channel is closed: false then. */
bool activity_select_wait(struct actor *actor, void *const *channels, unsigned count);

/* A send that does not wait. */
void activity_send(struct actor *actor, void *channel);

#endif
