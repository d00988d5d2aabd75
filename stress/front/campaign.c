#include "stress/front/campaign.h"

#include "stress/front/evidence.h"
#include "stress/front/junit.h"
#include "stress/front/result_json.h"
#include "stress/front/summary.h"
#include "stress/front/usage.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The same finding a thousand times needs no thousand folders: its lines stay in results.jsonl. */
enum { EVIDENCE_OF_ONE_MAX = 5, EVIDENCE_MAX = 1000 };

struct campaign *campaign_open(const struct campaign_options *options)
{
	char why[512];
	struct campaign *campaign = calloc(1, sizeof *campaign);
	if (!campaign || !(campaign->symbols = symbols_open())) {
		fprintf(stderr, "gridlock: out of memory\n");
		exit(EXIT_BROKEN);
	}
	campaign->options = *options;
	if (options->keep && !results_open(&campaign->results, options->out, why, sizeof why))
		usage_error("%s", why);
	campaign->style = report_style_for(stdout);
	campaign->style.folder = options->keep ? campaign->results.folder : NULL;
	progress_begin(&campaign->progress, options->quiet, options->total);
	return campaign;
}

static void lose(struct campaign *campaign, const char *what)
{
	if (!campaign->lost)
		fprintf(stderr, "gridlock: cannot write %s to \"%s\": %s\n", what,
			campaign->results.folder, strerror(errno));
	campaign->lost = true;
}

static void keep(struct campaign *campaign, unsigned times)
{
	struct result *result = &campaign->result;
	bool evidence = result_verdict(result) >= VERDICT_FINDING && times <= EVIDENCE_OF_ONE_MAX &&
			campaign->evidence_count < EVIDENCE_MAX;
	if (evidence && !evidence_keep(campaign->results.folder, ++campaign->evidence_count, result,
				       campaign->symbols))
		lose(campaign, "evidence");
	json_t *object = result_json(result, campaign->symbols);
	if (!object || !results_append(&campaign->results, object))
		lose(campaign, "results");
	json_decref(object);
}

static void tell(struct campaign *campaign, unsigned times)
{
	progress_clear(&campaign->progress);
	if (times == 1)
		report_print(stdout, &campaign->style, &campaign->result, 0, campaign->symbols);
	else
		report_line(stdout, &campaign->style, &campaign->result);
	fflush(stdout);
}

static void take(struct campaign *campaign)
{
	struct result *result = &campaign->result;
	bool bad = result_verdict(result) >= VERDICT_FINDING;
	unsigned times = bad ? sightings_count(&campaign->sightings, result) : 0;
	result->novel = novelty_count(&campaign->novelty, result);
	tally_add(&campaign->tally, result);
	if (campaign->options.keep)
		keep(campaign, times);
	if (bad && !campaign->options.silent)
		tell(campaign, times);
	if (campaign->options.each)
		campaign->options.each(campaign->options.self, campaign, result);
	campaign_tick(campaign);
}

void campaign_run(struct campaign *campaign, const struct run_id *id, struct run *run)
{
	result_of_run(&campaign->result, id, run->record, run->seen, campaign->options.judges,
		      campaign->symbols);
	take(campaign);
}

void campaign_skip(struct campaign *campaign, const struct run_id *id, const char *reason)
{
	result_of_skip(&campaign->result, id, OUTCOME_skip, reason);
	take(campaign);
}

void campaign_refused(struct campaign *campaign, const struct run_id *id, const char *why)
{
	result_of_skip(&campaign->result, id, OUTCOME_broken, why);
	take(campaign);
}

void campaign_tick(struct campaign *campaign)
{
	progress_show(&campaign->progress, &campaign->tally.sum);
}

static void finish_results(struct campaign *campaign, bool interrupted)
{
	const char *folder = campaign->results.folder;
	if (!results_close(&campaign->results))
		lose(campaign, "results");
	if (!junit_write(folder))
		lose(campaign, "junit.xml");
	const struct summary summary = {.command = campaign->options.command,
					.seed = campaign->options.seed,
					.interrupted = interrupted,
					.shortfall = campaign->shortfall,
					.tally = &campaign->tally};
	if (!summary_write(folder, &summary))
		lose(campaign, "summary.md");
}

int campaign_close(struct campaign *campaign, bool interrupted)
{
	const struct tally_row *sum = &campaign->tally.sum;
	progress_clear(&campaign->progress);
	if (campaign->options.keep)
		finish_results(campaign, interrupted);
	if (!campaign->options.quiet) {
		tally_print(stdout, &campaign->tally);
		if (campaign->options.keep)
			printf("results in %s\n", campaign->results.folder);
	}
	if (campaign->shortfall[0])
		printf("%s\n", campaign->shortfall);
	fflush(stdout);
	int code = sum->by_verdict[VERDICT_FINDING] ? EXIT_FINDINGS : EXIT_CLEAN;
	if (sum->by_verdict[VERDICT_BROKEN] || campaign->lost)
		code = EXIT_BROKEN;
	symbols_close(campaign->symbols);
	free(campaign);
	return interrupted ? EXIT_INTERRUPTED : code;
}
