#include "stress/front/campaign.h"
#include "stress/front/cli.h"
#include "stress/front/run_options.h"
#include "stress/front/runner.h"
#include "stress/front/usage.h"
#include "stress/strategy.h"

#include <stdio.h>
#include <string.h>

enum { KEY_TIMES = 'n', KEY_OUT = 'o', KEY_QUIET = 'q', KEY_LIMIT_MS = 256, TIMES_DEFAULT = 5 };

struct replay {
	const char *text; /* of the id, as typed */
	struct run_id id;
	unsigned times, limit_ms, started;
	const char *out;
	bool quiet;
};

static const struct argp_option descriptions[] = {
    {"times", KEY_TIMES, "N", 0,
     "how often (default: once when the strategy is exact, else 5 times)", 0},
    {"limit-ms", KEY_LIMIT_MS, "N", 0, "how long an actor may stand still", 0},
    {"out", KEY_OUT, "DIR", 0, "keep results and evidence there", 0},
    {"quiet", KEY_QUIET, NULL, 0, "tell of findings only", 0},
    {0}};

static error_t read_option(int key, char *text, struct argp_state *state)
{
	struct replay *replay = state->input;
	switch (key) {
	case KEY_TIMES:
		replay->times = (unsigned)usage_number("--times", text, 1, 1000000);
		return 0;
	case KEY_LIMIT_MS:
		replay->limit_ms = (unsigned)usage_number("--limit-ms", text, 10, 3600000);
		return 0;
	case KEY_OUT:
		replay->out = text;
		return 0;
	case KEY_QUIET:
		replay->quiet = true;
		return 0;
	case ARGP_KEY_ARG:
		if (replay->text)
			usage_error("replay takes one run id");
		replay->text = text;
		return 0;
	case ARGP_KEY_NO_ARGS:
		usage_error("replay takes a run id");
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static bool next(void *source, struct run_id *id)
{
	struct replay *replay = source;
	*id = replay->id;
	return replay->started++ < replay->times;
}

/* How often it came out how. */
static void tell(const struct tally_row *sum, bool exact)
{
	unsigned seen = sum->by_verdict[VERDICT_FINDING] + sum->by_verdict[VERDICT_EXPECTED];
	unsigned skipped = sum->by_verdict[VERDICT_SKIPPED];
	unsigned broken = sum->by_verdict[VERDICT_BROKEN];
	const char *by_chance = exact ? "" : " (this strategy leaves the schedule to the kernel)";
	if (seen > 0) {
		printf("seen %u of %u%s\n", seen, sum->runs, by_chance);
		return;
	}
	printf("%u run%s: %u clean", sum->runs, sum->runs == 1 ? "" : "s",
	       sum->by_verdict[VERDICT_CLEAN]);
	if (skipped)
		printf(", %u skipped", skipped);
	if (broken)
		printf(", %u broken", broken);
	printf("; no finding was seen%s\n", by_chance);
}

static int play(struct replay *replay, const char *command)
{
	const struct strategy *strategy =
	    registry_find(DECLARED_STRATEGY, replay->id.strategy)->what;
	if (replay->times == 0)
		replay->times = strategy->exact ? 1 : TIMES_DEFAULT;
	const struct campaign_options options = {.keep = replay->out != NULL,
						 .out = replay->out,
						 .quiet = true,
						 .command = command,
						 .seed = replay->id.seed,
						 .total = replay->times};
	struct runner runner = {.jobs = 1,
				.limit_ms = replay->limit_ms,
				.campaign = campaign_open(&options),
				.next = next,
				.source = replay};
	bool finished = runner_run(&runner);
	if (!replay->quiet)
		tell(&runner.campaign->tally.sum, strategy->exact);
	return campaign_close(runner.campaign, !finished);
}

int cli_replay(int argc, char **argv)
{
	static const struct argp argp = {.options = descriptions,
					 .parser = read_option,
					 .args_doc = "ID",
					 .doc = "Runs one run again, by its id."};
	static struct replay replay;
	char command[2 * RUN_ID_TEXT_MAX], why[512];
	cli_command(command, sizeof command, argc, argv);
	cli_parse(&argp, argc, argv, &replay);
	if (!run_id_parse(replay.text, &replay.id, why, sizeof why) ||
	    !run_id_resolve(&replay.id, why, sizeof why))
		usage_error("%s", why);
	runner_need_program(replay.id.build);
	return play(&replay, command);
}
