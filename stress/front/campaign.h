/* A campaign: one invocation of run, reproduce or replay, from the first run to the exit code.
 *
 * Every result goes through it: it is judged, counted, written to results.jsonl, and told: in full
 * when it is the first of its kind, in a line when it is not, not at all when all is well. */
#ifndef STRESS_FRONT_CAMPAIGN_H
#define STRESS_FRONT_CAMPAIGN_H

#include "stress/front/novelty.h"
#include "stress/front/progress.h"
#include "stress/front/report.h"
#include "stress/front/result.h"
#include "stress/front/results.h"
#include "stress/front/sightings.h"
#include "stress/front/tally.h"
#include "stress/keeper/keeper.h"

#include <stdbool.h>

struct campaign;

struct campaign_options {
	bool keep;		   /* write results and evidence */
	const char *out;	   /* where; NULL: a new folder */
	bool quiet;		   /* no progress, no table */
	bool silent;		   /* findings are not told: the caller does */
	const char *const *judges; /* NULL: all */
	const char *command;	   /* as typed, for the summary */
	uint64_t seed;		   /* the first one, for the summary */
	uint64_t total;		   /* runs; 0: unknown */

	/* Called with every result while all that it points to is alive; NULL: not. */
	void (*each)(void *self, struct campaign *campaign, const struct result *result);
	void *self;
};

struct campaign {
	struct campaign_options options;
	struct results results;
	struct symbols *symbols;
	struct sightings sightings;
	struct tally tally;
	struct novelty novelty;
	struct progress progress;
	struct report_style style;
	unsigned evidence_count;
	char shortfall[128];  /* what was to be run and was not, in a line; "" when all was */
	bool lost;	      /* something could not be written */
	struct result result; /* the one at hand */
};

/* Exits with one line and code 2 when the output folder cannot be had. */
struct campaign *campaign_open(const struct campaign_options *options);

/* A run that is over, one that is not made, and one that could not be started. */
void campaign_run(struct campaign *campaign, const struct run_id *id, struct run *run);
void campaign_skip(struct campaign *campaign, const struct run_id *id, const char *reason);
void campaign_refused(struct campaign *campaign, const struct run_id *id, const char *why);

/* Now and then: shows how far it is. */
void campaign_tick(struct campaign *campaign);

/* Writes what is made from the results, prints the table, and returns the exit code. */
int campaign_close(struct campaign *campaign, bool interrupted);

#endif
