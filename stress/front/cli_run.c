#include "stress/front/campaign.h"
#include "stress/front/cli.h"
#include "stress/front/run_options.h"
#include "stress/front/runner.h"
#include "stress/front/usage.h"

#include <inttypes.h>
#include <stdio.h>

/* The runs of a plan, through the runner, into the campaign. */
struct planned_runs {
	struct campaign *campaign;
	const struct plan *plan;
	uint64_t at;
};

static bool next(void *source, struct run_id *id)
{
	struct planned_runs *runs = source;
	const char *skip;
	while (plan_next(runs->plan, &runs->at, id, &skip)) {
		if (!skip)
			return true;
		campaign_skip(runs->campaign, id, skip);
	}
	return false;
}

static int print_ids(const struct plan *plan)
{
	struct plan one_round = *plan;
	struct run_id id;
	const char *skip;
	uint64_t at = 0;
	if (one_round.rounds == 0)
		one_round.rounds = 1;
	while (plan_next(&one_round, &at, &id, &skip)) {
		char text[RUN_ID_TEXT_MAX];
		run_id_print(&id, text, sizeof text);
		printf("%s%s%s\n", text, skip ? "  skip: " : "", skip ? skip : "");
	}
	return EXIT_CLEAN;
}

/* Before anything runs: a child program that is missing would make every run broken. */
static void need_programs(const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		if (!plan->cells[i].skip[0])
			runner_need_program(plan->cells[i].build);
	}
}

/* How many runs of the first round come after `at`. */
static uint64_t runs_after(const struct plan *plan, uint64_t at)
{
	struct plan first = *plan;
	struct run_id id;
	const char *skip;
	uint64_t count = 0;
	first.rounds = 1;
	while (plan_next(&first, &at, &id, &skip))
		count += !skip;
	return count;
}

/* A budget that does not even last for one round leaves scenarios untried. */
static void note_shortfall(const struct plan *plan, uint64_t at, char *text, size_t size)
{
	uint64_t missed = runs_after(plan, at);
	if (missed > 0)
		snprintf(text, size,
			 "the first round was not finished: %" PRIu64 " of %" PRIu64
			 " runs never happened",
			 missed, runs_after(plan, 0));
}

static int run_plan(const struct run_options *options, const struct plan *plan, const char *command)
{
	uint64_t total = plan->rounds * plan_round(plan) / (plan->shards ? plan->shards : 1);
	const struct campaign_options campaign_options = {
	    .keep = true,
	    .out = options->out,
	    .quiet = options->quiet,
	    .judges = options->judges[0] ? options->judges : NULL,
	    .command = command,
	    .seed = plan->seed,
	    .total = total,
	};
	struct planned_runs runs = {.campaign = campaign_open(&campaign_options), .plan = plan};
	struct runner runner = {
	    .jobs = options->jobs,
	    .limit_ms = options->limit_ms,
	    .deadline_ms = options->budget_ms ? progress_now_ms() + options->budget_ms : 0,
	    .campaign = runs.campaign,
	    .next = next,
	    .source = &runs,
	};
	printf("seed %" PRIu64 ", %zu runs a round, results in %s\n", plan->seed, plan_round(plan),
	       runs.campaign->results.folder);
	fflush(stdout);
	bool finished = runner_run(&runner);
	if (finished)
		note_shortfall(plan, runs.at, runs.campaign->shortfall,
			       sizeof runs.campaign->shortfall);
	return campaign_close(runs.campaign, !finished);
}

int cli_run(int argc, char **argv)
{
	static struct run_options options;
	struct plan plan;
	char command[2048], why[256];
	cli_command(command, sizeof command, argc, argv);
	run_options_read(&options, argc, argv);
	if (!plan_make(&options.request, &plan, why, sizeof why))
		usage_error("%s", why);
	int code = EXIT_CLEAN;
	if (options.dry_run) {
		code = print_ids(&plan);
	} else {
		need_programs(&plan);
		code = run_plan(&options, &plan, command);
	}
	plan_free(&plan);
	return code;
}
