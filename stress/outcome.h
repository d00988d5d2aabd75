/* Outcomes: the reserved words a run can end with.
 *
 * Where several apply to one run, the first in this list counts.  "broken" is a fault of the
 * harness and never a finding; "skip" always carries its reason. */
#ifndef STRESS_OUTCOME_H
#define STRESS_OUTCOME_H

#include <stdbool.h>

#define OUTCOMES(O)                                                                                \
	O(broken, "the harness itself failed; says nothing about the heap")                        \
	O(crash, "the child died, or ended without its last record")                               \
	O(corrupt, "a heap invariant or a block's contents did not hold")                          \
	O(deadlock, "a set of threads none of whose waits can be ended from outside it: proved")   \
	O(lock_cycle, "locks taken in orders that can deadlock: predicted, did not have to hang")  \
	O(race, "unsynchronised access reported by ThreadSanitizer")                               \
	O(stuck, "no progress for the limit, and no proof why")                                    \
	O(skip, "not run; the reason stands beside it")                                            \
	O(clean, "everything that the run exists for was executed, and nothing was wrong")

enum outcome {
#define OUTCOME_ENUM(name, meaning) OUTCOME_##name,
	OUTCOMES(OUTCOME_ENUM)
#undef OUTCOME_ENUM
	    OUTCOME_COUNT
};

/* The word itself ("lock_cycle"), and its meaning in one sentence.  Static strings. */
const char *outcome_name(enum outcome outcome);
const char *outcome_meaning(enum outcome outcome);

/* Reads a word; false when it is none of them. */
bool outcome_parse(const char *word, enum outcome *outcome);

#endif
