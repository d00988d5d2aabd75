/* Making one finding of what several judges saw of the same thing. */
#ifndef STRESS_JUDGE_FOLD_H
#define STRESS_JUDGE_FOLD_H

#include "stress/judge.h"

/* The stack of a hang begins in the system call; the thread itself wrote down who wants what: fills
   in wanted_site where the record knows it. */
void fold_find_sites(const struct evidence *evidence, struct findings *findings);

/* A hang confirms the predicted cycles of its classes, and takes their place.  Where it took a lock
   at the same place and on the same thread, it gets the prediction's whole stack; the steps that
   went through other places are kept as its `predicted`. */
void fold_predictions(struct findings *findings);

#endif
