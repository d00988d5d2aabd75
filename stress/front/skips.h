/* Why runs were skipped, and how many for each reason: what a table of runs would not say. */
#ifndef STRESS_FRONT_SKIPS_H
#define STRESS_FRONT_SKIPS_H

#include <stddef.h>

enum { SKIPS_MAX = 64, SKIP_REASON_MAX = 128, SKIPS_TEXT_MAX = 4096 };

struct skips {
	unsigned runs;	/* in all */
	unsigned count; /* of reasons */
	struct {
		char reason[SKIP_REASON_MAX];
		unsigned runs;
	} at[SKIPS_MAX]; /* the most frequent first; what finds no room counts in `runs` only */
};

void skips_add(struct skips *skips, const char *reason);

/* In one line without an end, "skipped 164: the allocator lacks with_room 84, collect 80": what
   reasons have in common before a name in quotes is said once.  Cut where it does not fit (see
   SKIPS_TEXT_MAX); "" when nothing was skipped. */
void skips_text(const struct skips *skips, char *text, size_t size);

#endif
