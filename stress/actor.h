/* Actors: the threads of a scenario, one per thread of each role.
 *
 *	static void allocate(struct actor *a)
 *	{
 *		while (actor_round(a)) {
 *			actor_begin(a, "malloc");
 *			void *p = a->heap->alloc(actor_param(a, "size"));
 *			actor_end(a);
 *			…
 *		}
 *	}
 *
 * A finished operation is progress, a loop turn is not: the watchdog looks at an actor when it has
 * not finished an operation for limit_ms.  All of it is safe on growable stacks: nothing here
 * needs more than a few hundred bytes, or allocates. */
#ifndef STRESS_ACTOR_H
#define STRESS_ACTOR_H

#include "stress/allocator.h"
#include "stress/random.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ACTOR_OPERATIONS_MAX = 12, ROUNDS_MIN = 8 };

struct params; /* the values of this run's parameters */
struct thread_slot;

/* The value of a declared parameter.  Aborts on an unknown name. */
long params_get(const struct params *params, const char *name);

/* What the actors of a run share.  Scenarios keep their own shared state in static variables: a
   child runs one scenario once. */
struct stage {
	const struct allocator *heap;
	const struct params *params;
	struct random random; /* for setup and check only */
};

struct actor {
	const struct allocator *heap;
	const struct params *params;
	const char *role;
	unsigned index;	      /* among the threads of its role, from 0 */
	struct random random; /* this actor's own stream, from the run's seed */
	struct thread_slot *slot;
	uint64_t rounds; /* turns so far */
	bool background;
	const char *manner; /* see actor_manner() */
	struct {	    /* names already looked up */
		const char *name;
		uint32_t index;
	} operations[ACTOR_OPERATIONS_MAX];
};

/* True while there is time for another turn.  Ends all foreground roles at run_ms, and background
   roles when the last foreground role has returned; but every actor gets its first ROUNDS_MIN
   turns, so that a machine too busy to run it in time does not leave the run's purpose undone. */
bool actor_round(struct actor *actor);

/* An operation begins and ends; the pair is the unit of progress and of "exercised".  `operation`
   must be a string literal (compared by address first); at most OPERATIONS_MAX names per run. */
void actor_begin(struct actor *actor, const char *operation);
void actor_end(struct actor *actor);

/* How the actor's operations from now on differ from the same ones done otherwise: "malloc small"
   becomes "malloc small/stack short".  NULL: they do not. */
void actor_manner(struct actor *actor, const char *manner);

long actor_param(const struct actor *actor, const char *name);

/* Ends the run's patience: foreground roles return at their next actor_round(). */
void actor_finish_all(struct actor *actor);

/* Reports a broken invariant (outcome corrupt); printf-like; the run goes on. */
void actor_corrupt(struct actor *actor, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void stage_corrupt(struct stage *stage, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Contents of blocks: fills `size` bytes from `seed`, and tells later whether they still stand
   (every byte for small blocks, both ends and every page for large ones). */
void block_fill(void *block, size_t size, uint64_t seed);
bool block_intact(const void *block, size_t size, uint64_t seed);

#endif
