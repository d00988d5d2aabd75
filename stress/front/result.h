/* A result: one run that is over, or that was not made, and what the judges say of it. */
#ifndef STRESS_FRONT_RESULT_H
#define STRESS_FRONT_RESULT_H

#include "stress/front/signature.h"
#include "stress/front/symbols.h"
#include "stress/judge.h"

#include <stdbool.h>

/* What a result means for the exit code. */
enum verdict { VERDICT_CLEAN, VERDICT_EXPECTED, VERDICT_SKIPPED, VERDICT_FINDING, VERDICT_BROKEN };

struct result {
	struct run_id id;
	char id_text[RUN_ID_TEXT_MAX];
	const struct declared *scenario;
	const struct bug *bugs[RUN_ID_BUGS_MAX];
	struct evidence evidence;      /* .record is NULL when no child was started */
	struct findings findings;      /* the first one is the run's outcome */
	char signature[SIGNATURE_MAX]; /* of the first */
	struct code_map code;
	uint64_t duration_ms;
	unsigned novel;		  /* what it exercised and no earlier run of the campaign did */
	char evidence_folder[32]; /* below the output folder; "" when nothing was kept */
};

/* Judges a run.  `record` and `seen` stay the caller's and must outlive the result; the record is
   made sane.  NULL for both, with a reason, for a run that was not made. */
void result_of_run(struct result *result, const struct run_id *id, struct record *record,
		   const struct observation *seen, const char *const *judges,
		   struct symbols *symbols);
void result_of_skip(struct result *result, const struct run_id *id, enum outcome outcome,
		    const char *reason);

const struct finding *result_first(const struct result *result);
enum verdict result_verdict(const struct result *result);

/* Calls `note` for everything worth knowing that changes no outcome. */
void result_notes(const struct result *result, void (*note)(void *self, const char *text),
		  void *self);

#endif
