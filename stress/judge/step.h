/* Comparing the steps of two cycles: that of a hang and that of its prediction.  A place is one
 * address of code; the stacks that lead to it may differ. */
#ifndef STRESS_JUDGE_STEP_H
#define STRESS_JUDGE_STEP_H

#include "stress/judge.h"

/* Whether both are of the same thread, with the same classes of locks. */
bool step_is_like(const struct finding_edge *a, const struct finding_edge *b);

/* Whether `step` knows a place where its lock was taken, and `known` knows none or another one. */
bool step_taken_elsewhere(const struct finding_edge *step, const struct finding_edge *known);

/* Whether both know which place wants the lock, and it is not the same. */
bool step_wanted_elsewhere(const struct finding_edge *step, const struct finding_edge *known);

#endif
