/* A bug is a historical deadlock seeded into a heap: named steps of the heap are replaced by the
 * historical wrong code and by nothing else (no sleep, yield, barrier, raise or retry).  It is
 * found by the same path as a user's bug: nothing in stress/ knows any of them by name. */
#ifndef STRESS_BUG_H
#define STRESS_BUG_H

#include "stress/registry.h"

#include <stdbool.h>

enum { BUG_CATCHERS_MAX = 4, BUG_CYCLES_MAX = 6, BUG_EDGES_MAX = 4 };

struct bug {
	const char *story;   /* what happened, in plain words */
	const char *origin;  /* issue or commit */
	const char *pattern; /* the portable name of its kind, e.g. "metadata-vs-global AB-BA" */
	const char *heap;    /* id of the allocator it can be seeded into */

	/* Replaces the steps.  Called before the allocator is opened; it may change nothing but
	   the heap's `steps`: it is also called only to see which (bugs_compose). */
	void (*seed)(void);

	/* A run that shows it: scenario ids, and parameter values ("room=4096,ms=2000") without
	   which it does not show.  Used by `reproduce` and `prove` as a hint, and said so. */
	const char *catches[BUG_CATCHERS_MAX];
	const char *with;

	/* What must come out.  `plain`: the outcome word in the plain build; NULL: clean, or seldom
	   a deadlock of one of the cycles. `cycles`: the class cycles that TSan may report, each as
	   names sorted and joined by '+' ("mheap+prof"); the first is required.  One name alone:
	   a lock that is taken twice, which TSan cannot predict, so that build must hang as well.
	   None: both builds must be clean. */
	const char *plain;
	const char *cycles[BUG_CYCLES_MAX];

	/* Class edges ("special>proflock") that the run must have executed to count at all. */
	const char *exercises[BUG_EDGES_MAX];
};

/* Whether two declared bugs of one heap can be seeded together.  Not, with one line in `why`, where
   both replace the same step by different code: one of them would be lost.  In front and child,
   on the main thread, before the heap is opened; the steps are left as they were. */
bool bugs_compose(const char *one, const char *other, char *why, size_t why_size);

#define BUG(name) DECLARE(DECLARED_BUG, bug, name)

#endif
