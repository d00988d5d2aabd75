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
