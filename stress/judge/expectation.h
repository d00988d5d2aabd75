/* What a scenario declares to come out, against what did. */
#ifndef STRESS_JUDGE_EXPECTATION_H
#define STRESS_JUDGE_EXPECTATION_H

#include "stress/judge.h"

/* Marks the findings that the scenario declares, and adds its reason to them. */
void expectation_mark(const struct evidence *evidence, struct findings *findings);

/* A self-check that does not come out as declared says that the harness is broken.  The findings
   are marked and sorted. */
void expectation_of_selfcheck(const struct evidence *evidence, struct findings *findings);

#endif
