/* What the parts of a report are written with. */
#ifndef STRESS_FRONT_PEN_H
#define STRESS_FRONT_PEN_H

#include "stress/front/report.h"

struct pen {
	FILE *file;
	const struct report_style *style;
	const struct result *result;
	struct symbols *symbols;
};

/* Begin and end strong text. */
const char *pen_strong(const struct report_style *style);
const char *pen_normal(const struct report_style *style);

/* Text of the child's, fit for a terminal; good until the next call. */
const char *pen_clean(const char *raw);

/* Who holds what and who waits for what, each with its stacks. */
void pen_edges(const struct pen *pen, const struct finding *finding);

#endif
