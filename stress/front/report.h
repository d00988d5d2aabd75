/* What a person reads of a finding: what it means, who holds what and who waits for what, where,
 * and the one command that runs it again. */
#ifndef STRESS_FRONT_REPORT_H
#define STRESS_FRONT_REPORT_H

#include "stress/front/result.h"

#include <stdbool.h>
#include <stdio.h>

struct report_style {
	bool color;
	bool story_told;     /* the bugs' stories need not be told again */
	const char *folder;  /* of results and evidence; NULL: none */
	unsigned frames_max; /* shown of a stack, from the caller of the primitive on; 0: all */
};

/* The style for a stream: color on a terminal, unless NO_COLOR says otherwise. */
struct report_style report_style_for(FILE *file);

/* The whole report of a result; finding number `which` (0: the run's own) is the one told, the
   others are named. */
void report_print(FILE *file, const struct report_style *style, const struct result *result,
		  unsigned which, struct symbols *symbols);

/* One line: "lock_cycle  ID: …". */
void report_line(FILE *file, const struct report_style *style, const struct result *result);

/* Text broken at spaces; it starts, and every line of it does, `indent` columns from the left. */
void report_wrap(FILE *file, unsigned indent, const char *text);

#endif
