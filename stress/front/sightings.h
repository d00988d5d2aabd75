/* Which findings were seen before, and how often, by their signature: the first is told in full,
 * the others in a line. */
#ifndef STRESS_FRONT_SIGHTINGS_H
#define STRESS_FRONT_SIGHTINGS_H

#include "stress/front/result.h"

enum { SIGHTINGS_MAX = 1024 }; /* different findings; those beyond it are all new */

struct sightings {
	unsigned count;
	struct {
		uint64_t key;
		unsigned times;
	} seen[SIGHTINGS_MAX];
};

/* Counts this one; 1: it is the first of its kind. */
unsigned sightings_count(struct sightings *sightings, const struct result *result);

#endif
