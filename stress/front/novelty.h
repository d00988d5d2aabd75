/* Novelty: what a run exercised that no earlier run of the campaign did, in the same build: a pair
 * of (acquire site, chain of lock classes held), or of operations that were under way together.
 *
 * A scenario or a parameter's value that never adds any is not worth its time. */
#ifndef STRESS_FRONT_NOVELTY_H
#define STRESS_FRONT_NOVELTY_H

#include "stress/front/result.h"

enum { NOVELTY_MAX = 1 << 16 }; /* things remembered; a power of two */

struct novelty {
	unsigned count;
	uint64_t seen[NOVELTY_MAX]; /* hashes, open addressing; 0: free */
};

/* How many things the run adds; remembers them.  0 once the set is full. */
unsigned novelty_count(struct novelty *novelty, const struct result *result);

#endif
