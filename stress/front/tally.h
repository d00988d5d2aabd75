/* The tally: how many runs of each scenario and build ended how. */
#ifndef STRESS_FRONT_TALLY_H
#define STRESS_FRONT_TALLY_H

#include "stress/front/result.h"
#include "stress/front/skips.h"

#include <stdio.h>

enum { TALLY_ROWS_MAX = 1024 };

struct tally_row {
	const struct declared *scenario; /* NULL in the sum */
	enum build build;
	unsigned runs, by_verdict[VERDICT_BROKEN + 1];
	unsigned novel_runs; /* that exercised what no earlier run of the campaign had */
	uint64_t duration_ms;
};

struct tally {
	unsigned row_count;
	struct tally_row rows[TALLY_ROWS_MAX]; /* sorted by scenario, then build */
	struct tally_row sum;
	struct skips skips;
};

void tally_add(struct tally *tally, const struct result *result);

/* The table, for people, and for Markdown, and what explains it.  A row has to have run. */
void tally_print(FILE *file, const struct tally *tally);
void tally_print_markdown(FILE *file, const struct tally *tally);

#endif
