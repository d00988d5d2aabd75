#include "stress/front/cli.h"
#include "stress/front/hunt.h"
#include "stress/front/run_options.h"
#include "stress/front/runner.h"
#include "stress/front/usage.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	KEY_SEED = 's',
	KEY_TRIES = 'n',
	KEY_OUT = 'o',
	TRIES_DEFAULT = 10,
	CLEAN_TRIES = 3,
	BUGS_MAX = 128
};

struct reproduction {
	unsigned bug_count;
	const struct declared *bugs[BUGS_MAX];
	const char *words[BUGS_MAX]; /* as typed; NULL: not typed */
	uint64_t seed;
	unsigned tries;
	const char *out;
	struct campaign *campaign;
	struct hunt hunt; /* the one under way */
	bool interrupted;
	unsigned told, failures; /* bugs that came to a verdict, and that were not as declared */
};

static const struct argp_option descriptions[] = {
    {"seed", KEY_SEED, "S", 0, "of the first try (default: from the clock)", 0},
    {"tries", KEY_TRIES, "N", 0, "runs in each build, at most (default: 10)", 0},
    {"out", KEY_OUT, "DIR", 0, "keep results and evidence there", 0},
    {0}};

static error_t read_option(int key, char *text, struct argp_state *state)
{
	struct reproduction *r = state->input;
	switch (key) {
	case KEY_SEED:
		r->seed = usage_seed("--seed", text);
		return 0;
	case KEY_TRIES:
		r->tries = (unsigned)usage_number("--tries", text, 1, 100000);
		return 0;
	case KEY_OUT:
		r->out = text;
		return 0;
	case ARGP_KEY_ARG:
		if (r->bug_count == BUGS_MAX)
			usage_error("more than %d bugs at once", BUGS_MAX);
		r->words[r->bug_count] = text;
		r->bugs[r->bug_count++] = hunt_bug(text);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* Every result of the hunt under way, told when it is what is hunted. */
static void look(void *self, struct campaign *campaign, const struct result *result)
{
	struct reproduction *r = self;
	int which = hunt_judge(&r->hunt, result);
	struct report_style style = campaign->style;
	style.story_told = true;
	if (which < 0)
		return;
	printf("  found after %.1f s, in run %u:\n\n", (double)r->hunt.shown_ms / 1000,
	       r->hunt.finished);
	report_print(stdout, &style, result, (unsigned)which, campaign->symbols);
	fflush(stdout);
}

static bool hunt(struct reproduction *r, const struct declared *bug, enum build build, bool clean)
{
	r->hunt = (struct hunt){.bug = bug,
				.build = build,
				.clean = clean,
				.seed = r->seed,
				.tries = clean ? CLEAN_TRIES : r->tries};
	const struct runner runner = {
	    .jobs = 1, .campaign = r->campaign, .next = hunt_next, .source = &r->hunt};
	r->interrupted = !runner_run(&runner);
	return !r->interrupted;
}

static void tell_story(const struct declared *declared)
{
	const struct bug *bug = declared->what;
	printf("%s: %s\n  ", declared->id, bug->origin ? bug->origin : "");
	report_wrap(stdout, 2, bug->story ? bug->story : "");
	if (bug->pattern)
		printf("  pattern: %s\n", bug->pattern);
	printf("  looking in");
	for (unsigned i = 0; i < BUG_CATCHERS_MAX && bug->catches[i]; i++)
		printf("%s %s", i ? "," : "", bug->catches[i]);
	printf("%s%s: a hint that the bug's own declaration gives\n\n", bug->with ? " with " : "",
	       bug->with ? bug->with : "");
	fflush(stdout);
}

/* False, and says so, when something came out that the bug does not declare, or nothing did. */
static bool as_declared(const struct hunt *hunt, const char *what)
{
	if (hunt->undeclared[0])
		printf("  NOT as declared, in build %s: %s\n", build_name(hunt->build),
		       hunt->undeclared);
	else if (!hunt->shown && !hunt->clean)
		printf("  NOT %s in %u runs of build %s\n", what, hunt->finished,
		       build_name(hunt->build));
	return !hunt->undeclared[0] && (hunt->shown || hunt->clean);
}

static bool stays_clean(struct reproduction *r, const struct declared *bug)
{
	static const enum build builds[] = {BUILD_tsan, BUILD_plain};
	unsigned runs = 0;
	for (unsigned i = 0; i < 2; i++) {
		if (!hunt(r, bug, builds[i], true) || !as_declared(&r->hunt, "clean"))
			return false;
		runs += r->hunt.finished;
	}
	printf("  stays clean, as declared: %u runs, each of which executed what it exists for\n",
	       runs);
	return true;
}

static bool predict(struct reproduction *r, const struct declared *bug)
{
	const char *cycle = ((const struct bug *)bug->what)->cycles[0];
	bool alone = !strchr(cycle, '+');
	printf("  %s: build tsan must %s %s\n", alone ? "witnessing" : "predicting",
	       alone ? "end in a deadlock on" : "report the lock cycle", cycle);
	fflush(stdout);
	return hunt(r, bug, BUILD_tsan, false) &&
	       as_declared(&r->hunt, alone ? "witnessed" : "predicted");
}

static bool witness(struct reproduction *r, const struct declared *bug)
{
	const char *outcome = ((const struct bug *)bug->what)->plain;
	printf("  witnessing: build plain must end as %s\n", outcome);
	fflush(stdout);
	if (!hunt(r, bug, BUILD_plain, false) || !as_declared(&r->hunt, "witnessed"))
		return false;
	printf("  witnessed: it really happened, %s\n",
	       r->hunt.same_classes ? "with the lock classes of a declared cycle"
				    : "with other lock classes than the declared cycles");
	return true;
}

/* From what may happen to what does. */
static bool reproduce(struct reproduction *r, const struct declared *declared)
{
	const struct bug *bug = declared->what;
	if (!bug->catches[0]) {
		printf("  its declaration names no scenario that shows it\n");
		return false;
	}
	if (!bug->plain && !bug->cycles[0])
		return stays_clean(r, declared);
	return (!bug->cycles[0] || predict(r, declared)) && (!bug->plain || witness(r, declared));
}

/* Which bug is meant by a word of several. */
static void tell_choices(const struct reproduction *r)
{
	char all[512];
	for (unsigned i = 0; i < r->bug_count; i++) {
		if (r->words[i] && hunt_matches(r->words[i], all, sizeof all) > 1)
			printf("%s: picked %s of %s\n", r->words[i], r->bugs[i]->id, all);
	}
}

static int reproduce_all(struct reproduction *r, const char *command)
{
	const struct campaign_options options = {.keep = r->out != NULL,
						 .out = r->out,
						 .quiet = true,
						 .silent = true,
						 .command = command,
						 .seed = r->seed,
						 .each = look,
						 .self = r};
	r->campaign = campaign_open(&options);
	printf("seed %" PRIu64 "\n", r->seed);
	tell_choices(r);
	putchar('\n');
	for (unsigned i = 0; i < r->bug_count && !r->interrupted; i++) {
		tell_story(r->bugs[i]);
		bool shown = reproduce(r, r->bugs[i]);
		if (r->interrupted)
			break;
		printf("%s: %s\n\n", r->bugs[i]->id, shown ? "as declared" : "NOT as declared");
		fflush(stdout);
		r->told++;
		r->failures += !shown;
	}
	char total[128];
	hunt_total(r->bug_count, r->told, r->failures, total, sizeof total);
	puts(total);
	fflush(stdout);
	int code = campaign_close(r->campaign, r->interrupted);
	if (code == EXIT_BROKEN || code == EXIT_INTERRUPTED)
		return code;
	return r->failures ? EXIT_FINDINGS : EXIT_CLEAN;
}

static void choose_all(struct reproduction *r)
{
	size_t count = registry_count(DECLARED_BUG);
	if (count > BUGS_MAX)
		usage_error("%zu bugs are declared, more than %d at once: name those wanted", count,
			    BUGS_MAX);
	while (r->bug_count < count) {
		r->bugs[r->bug_count] = registry_at(DECLARED_BUG, r->bug_count);
		r->bug_count++;
	}
}

int cli_reproduce(int argc, char **argv)
{
	static const struct argp argp = {
	    .options = descriptions,
	    .parser = read_option,
	    .args_doc = "[BUG...]",
	    .doc =
		"Tells the story of a seeded bug, predicts it, and witnesses it.\vA BUG is an id "
		"or a word of one (\"8407\"); without any, all of them.  Exit code 0 when every "
		"bug was shown as its file declares."};
	static struct reproduction r;
	char command[2048];
	r.seed = run_options_clock_seed();
	r.tries = TRIES_DEFAULT;
	cli_command(command, sizeof command, argc, argv);
	cli_parse(&argp, argc, argv, &r);
	if (r.bug_count == 0)
		choose_all(&r);
	runner_need_program(BUILD_tsan);
	runner_need_program(BUILD_plain);
	return reproduce_all(&r, command);
}
