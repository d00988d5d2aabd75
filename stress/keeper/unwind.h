/* Stacks of a child and of what it has forked, taken from outside by libdw, in a process of its
 * own: attaching may hang. */
#ifndef STRESS_KEEPER_UNWIND_H
#define STRESS_KEEPER_UNWIND_H

#include "stress/keeper/observation.h"

/* Forks a process that fills in the modules of `seen` and the frames of its threads, as far as it
   gets, and exits.  It dies with the caller, who reaps it, or kills it when it takes too long.
   Negative: no process could be had. */
pid_t unwind_start(struct observation *seen);

#endif
