#include "stress/front/run_options.h"

#include "stress/front/cli.h"
#include "stress/front/runner.h"
#include "stress/front/usage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum option_key {
	KEY_ALLOCATOR = 'a',
	KEY_BUG = 'b',
	KEY_SEED = 's',
	KEY_SEEDS = 'n',
	KEY_JOBS = 'j',
	KEY_OUT = 'o',
	KEY_QUIET = 'q',
	KEY_PARAM = 'p',
	KEY_ALLOCATORS = 256,
	KEY_WORN,
	KEY_BUILD,
	KEY_STRATEGY,
	KEY_BUDGET,
	KEY_JUDGES,
	KEY_SHARD,
	KEY_MS,
	KEY_LIMIT_MS,
	KEY_DRY_RUN,
	KEY_SELFCHECK
};

static const struct argp_option descriptions[] = {
    {"allocator", KEY_ALLOCATOR, "A[+BUG...]", 0,
     "a declared allocator, a name from --allocators, or the path of a shared object with malloc; "
     "may be repeated (default: the one that can do everything)",
     1},
    {"allocators", KEY_ALLOCATORS, "FILE", 0,
     "lines \"name path\"; without --allocator, all of them", 1},
    {"worn", KEY_WORN, NULL, 0, "make the allocator the malloc of the whole child (LD_PRELOAD)", 1},
    {"bug", KEY_BUG, "B[+B...]", 0,
     "seed a bug into its heap, or with + several together; may be repeated: one after the other",
     1},
    {"build", KEY_BUILD, "BUILD,...", 0, "plain, tsan, tsan-locks, asan", 2},
    {"strategy", KEY_STRATEGY, "S,...", 0, "who runs next (default: free)", 2},
    {"param", KEY_PARAM, "K=V,...", 0, "only this value of a scenario's parameter", 2},
    {"ms", KEY_MS, "N", 0, "how long the actors of each run go on", 2},
    {"limit-ms", KEY_LIMIT_MS, "N", 0, "how long an actor may stand still", 2},
    {"judges", KEY_JUDGES, "J,...", 0, "only these judges", 2},
    {"selfcheck", KEY_SELFCHECK, NULL, 0, "the scenarios that try the harness itself", 2},
    {"seed", KEY_SEED, "S", 0, "of the first round (default: from the clock)", 3},
    {"seeds", KEY_SEEDS, "N", 0, "rounds, each with the next seed (default: 1)", 3},
    {"budget", KEY_BUDGET, "TIME", 0, "go on with more seeds until the time is up: 60s, 5m, 1h", 3},
    {"jobs", KEY_JOBS, "N", 0, "runs at a time", 3},
    {"shard", KEY_SHARD, "K/N", 0, "part K of N of all runs", 3},
    {"dry-run", KEY_DRY_RUN, NULL, 0, "print the ids of one round, and run nothing", 4},
    {"out", KEY_OUT, "DIR", 0, "where results go (default: gridlock-results/TIME-PID)", 4},
    {"quiet", KEY_QUIET, NULL, 0, "after a line with the seed, tell of findings only", 4},
    {0}};

static void read_builds(struct plan_request *request, char *text)
{
	const char *names[BUILD_COUNT], *name;
	for (unsigned i = 0; i < BUILD_COUNT; i++)
		names[i] = build_name((enum build)i);
	while ((name = strsep(&text, ",")))
		request->builds |= 1u << usage_choice("build", name, names, BUILD_COUNT);
}

static void read_strategies(struct plan_request *request, char *text)
{
	const char *name;
	while ((name = strsep(&text, ","))) {
		if (request->strategy_count == STRATEGIES_MAX)
			usage_error("more than %d strategies", STRATEGIES_MAX);
		request->strategies[request->strategy_count++] =
		    usage_declared(DECLARED_STRATEGY, name)->id;
	}
}

void run_options_judges(const char *list[JUDGES_MAX + 1], char *text)
{
	unsigned count = 0;
	const char *name;
	while ((name = strsep(&text, ","))) {
		if (count == JUDGES_MAX)
			usage_error("more than %d judges", JUDGES_MAX);
		list[count++] = usage_declared(DECLARED_JUDGE, name)->id;
	}
	list[count] = NULL;
}

static void read_shard(struct plan_request *request, const char *text)
{
	unsigned shard = 0, shards = 0;
	char rest;
	if (sscanf(text, "%5u/%5u%c", &shard, &shards, &rest) != 2 || shard < 1 || shard > shards)
		usage_error("--shard takes K/N with K from 1 to N, not \"%s\"", text);
	request->shard = shard;
	request->shards = shards;
}

static void read_params(struct plan_request *request, const char *text)
{
	char why[256];
	if (!choices_read(&request->choices, text, why, sizeof why))
		usage_error("--param: %s", why);
}

static void add(const char *what, const char **list, unsigned *count, unsigned max,
		const char *text)
{
	if (*count == max)
		usage_error("more than %u %s", max, what);
	list[(*count)++] = text;
}

static error_t read_choice(int key, char *text, struct run_options *options)
{
	struct plan_request *request = &options->request;
	switch (key) {
	case KEY_ALLOCATOR:
		add("allocators", options->allocators, &options->allocator_count, HEAPS_MAX, text);
		return 0;
	case KEY_ALLOCATORS:
		heap_file_read(&options->heap_file, text);
		return 0;
	case KEY_WORN:
		request->worn = true;
		return 0;
	case KEY_BUG:
		add("bugs", options->bugs, &options->bug_count, HEAPS_MAX, text);
		return 0;
	case KEY_BUILD:
		read_builds(request, text);
		return 0;
	case KEY_STRATEGY:
		read_strategies(request, text);
		return 0;
	case KEY_PARAM:
		read_params(request, text);
		return 0;
	case KEY_MS:
		request->choices.ms = usage_number("--ms", text, 1, 3600000);
		return 0;
	case KEY_SELFCHECK:
		request->selfcheck = true;
		return 0;
	case KEY_JUDGES:
		run_options_judges(options->judges, text);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static error_t read_option(int key, char *text, struct argp_state *state)
{
	struct run_options *options = state->input;
	struct plan_request *request = &options->request;
	switch (key) {
	case KEY_SEED:
		request->seed = usage_seed("--seed", text);
		options->seed_given = true;
		return 0;
	case KEY_SEEDS:
		request->rounds = (uint64_t)usage_number("--seeds", text, 1, 1000000000);
		options->rounds_given = true;
		return 0;
	case KEY_BUDGET:
		options->budget_ms = usage_duration_ms("--budget", text);
		return 0;
	case KEY_JOBS:
		options->jobs = (unsigned)usage_number("--jobs", text, 1, JOBS_MAX);
		return 0;
	case KEY_LIMIT_MS:
		options->limit_ms = (unsigned)usage_number("--limit-ms", text, 10, 3600000);
		return 0;
	case KEY_SHARD:
		read_shard(request, text);
		return 0;
	case KEY_DRY_RUN:
		options->dry_run = true;
		return 0;
	case KEY_OUT:
		options->out = text;
		return 0;
	case KEY_QUIET:
		options->quiet = true;
		return 0;
	case ARGP_KEY_ARG:
		add("patterns", request->patterns, &request->pattern_count, PATTERNS_MAX, text);
		return 0;
	default:
		return read_choice(key, text, options);
	}
}

uint64_t run_options_clock_seed(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

unsigned run_options_default_jobs(void)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN) / 2;
	return processors < 1 ? 1 : processors > JOBS_MAX ? JOBS_MAX : (unsigned)processors;
}

void run_options_read(struct run_options *options, int argc, char **argv)
{
	static const struct argp argp = {
	    .options = descriptions,
	    .parser = read_option,
	    .args_doc = "[PATTERN...]",
	    .doc = "Runs scenarios and judges every run.\vA PATTERN is a scenario's name, or a "
		   "shell pattern for several; without any, all.  The self-checks are left "
		   "out unless named in full; --selfcheck takes them instead.  Each "
		   "scenario runs with every value of its parameters."};
	memset(options, 0, sizeof *options);
	options->request.rounds = options->request.shard = options->request.shards = 1;
	options->jobs = run_options_default_jobs();
	options->request.seed = run_options_clock_seed();
	cli_parse(&argp, argc, argv, options);
	if (options->budget_ms && !options->rounds_given)
		options->request.rounds = 0;
	if (options->request.strategy_count == 0)
		options->request.strategies[options->request.strategy_count++] =
		    usage_declared(DECLARED_STRATEGY, "free")->id;
	run_options_check(options);
}
