/* Seeded random streams (xoshiro256**, by Blackman and Vigna; seeded through splitmix64).  Each
 * actor has one of its own; equal seeds give equal streams.  Not for secrets. */
#ifndef STRESS_RANDOM_H
#define STRESS_RANDOM_H

#include <stdint.h>

struct random {
	uint64_t state[4];
};

/* Different `stream` numbers of one seed are independent. */
void random_seed(struct random *random, uint64_t seed, uint64_t stream);
uint64_t random_next(struct random *random);

/* Uniform in 0 … bound-1; bound > 0. */
uint64_t random_below(struct random *random, uint64_t bound);

#endif
