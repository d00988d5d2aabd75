/* The cast of a run: its actors, from the gate that lets them all start together to the last join.
 * One cast per process; used on the main thread only. */
#ifndef STRESS_CHILD_CAST_H
#define STRESS_CHILD_CAST_H

#include "stress/run_id.h"

/* Starts every actor of every role and lets them go at once; returns when all have returned. */
void cast_play(const struct run_id *id, const struct scenario *scenario,
	       const struct allocator *heap);

#endif
