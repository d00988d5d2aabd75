/* summary.md: the tally and the findings, for a person who looks at a nightly run. */
#ifndef STRESS_FRONT_SUMMARY_H
#define STRESS_FRONT_SUMMARY_H

#include "stress/front/tally.h"

#include <stdbool.h>
#include <stdint.h>

struct summary {
	const char *command; /* as it can be typed again */
	uint64_t seed;	     /* the first one */
	bool interrupted;
	const char *shortfall; /* a line on what was not run; "": nothing */
	const struct tally *tally;
};

/* Writes <folder>/summary.md, from its results.jsonl too.  False, with errno. */
bool summary_write(const char *folder, const struct summary *summary);

#endif
