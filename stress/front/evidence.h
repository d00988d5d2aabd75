/* Evidence: what is kept of a finding beside its line in results.jsonl.
 *
 *	evidence/<n>/report.txt   the whole report, as a person reads it
 *	evidence/<n>/output.txt   what the child printed */
#ifndef STRESS_FRONT_EVIDENCE_H
#define STRESS_FRONT_EVIDENCE_H

#include "stress/front/result.h"

#include <stdbool.h>

/* Makes <folder>/evidence/<number> and names it in result->evidence_folder.  False with errno. */
bool evidence_keep(const char *folder, unsigned number, struct result *result,
		   struct symbols *symbols);

#endif
