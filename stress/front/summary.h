/* summary.md: the tally and the findings, for a person who looks at a nightly run. */
#ifndef STRESS_FRONT_SUMMARY_H
#define STRESS_FRONT_SUMMARY_H

#include "stress/front/tally.h"

#include <stdbool.h>

/* Writes <folder>/summary.md from its results.jsonl and the tally.  `command` is what was typed.
   False, with errno. */
bool summary_write(const char *folder, const char *command, bool interrupted,
		   const struct tally *tally);

#endif
