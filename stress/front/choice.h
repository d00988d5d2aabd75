/* Choosing parameter values: the product of what a scenario declares, narrowed by what was asked.
 */
#ifndef STRESS_FRONT_CHOICE_H
#define STRESS_FRONT_CHOICE_H

#include "stress/run_id.h"

#include <stdbool.h>
#include <stddef.h>

enum { CHOICES_MAX = 32 };

/* "k=v" as it was asked for.  Several of one name: any of them. */
struct choices {
	unsigned count;
	struct {
		char name[32];
		long value;
	} entry[CHOICES_MAX];
	long ms; /* 0: the scenario's own time */
};

/* Reads "k=v,k=v,ms=v" and appends.  False with one line in `why`. */
bool choices_read(struct choices *choices, const char *text, char *why, size_t why_size);

/* Number of combinations of the scenario's values; those it does not accept are counted too. */
size_t choice_count(const struct scenario *scenario, const struct choices *choices);

/* Combination number `index`; false when the scenario does not accept it.  The last parameter
   changes fastest; number 0 is the default. */
bool choice_at(const struct scenario *scenario, const struct choices *choices, size_t index,
	       struct params *params);

#endif
