#include "stress/allocator.h"
#include "stress/bug.h"
#include "stress/front/cli.h"
#include "stress/front/report.h"
#include "stress/front/usage.h"
#include "stress/judge.h"
#include "stress/scenario.h"
#include "stress/strategy.h"

#include <stdio.h>
#include <string.h>

enum { KEY_DOT = 256 };

struct list_options {
	const char *topic, *name; /* NULL: all */
	bool dot;
};

static void print_row(const char *name, const char *text)
{
	printf("  %-32s %s\n", name, text ? text : "");
}

static void print_scenario(const struct declared *declared)
{
	const struct scenario *scenario = declared->what;
	print_row(declared->id, scenario->story);
	for (unsigned p = 0; p < PARAMS_MAX && scenario->params[p].name; p++) {
		const struct param *param = &scenario->params[p];
		printf("  %-32s   %s =", "", param->name);
		for (unsigned v = 0; v < param_value_count(param); v++)
			printf(" %ld", param->values[v]);
		printf("\n");
	}
}

static void print_scenarios(bool selfchecks)
{
	for (size_t i = 0; i < registry_count(DECLARED_SCENARIO); i++) {
		const struct declared *declared = registry_at(DECLARED_SCENARIO, i);
		if (((const struct scenario *)declared->what)->selfcheck == selfchecks)
			print_scenario(declared);
	}
}

static void list_scenarios(void)
{
	print_scenarios(false);
	printf("\n    those that try the harness itself (run --selfcheck):\n");
	print_scenarios(true);
}

static void print_allocator(const struct declared *declared)
{
	const struct allocator *allocator = declared->what;
	print_row(declared->id, allocator->story);
	printf("  %-32s   can:", "");
	for (size_t c = 0; c < capability_count(); c++) {
		if (allocator_can(allocator, capability_name(c)))
			printf(" %s", capability_name(c));
	}
	printf("\n");
}

static void list_allocators(void)
{
	for (size_t i = 0; i < registry_count(DECLARED_ALLOCATOR); i++)
		print_allocator(registry_at(DECLARED_ALLOCATOR, i));
	print_row("/path/of/any.so", "a shared object with malloc and free");
}

/* What must come of it. */
static void print_demand(const struct bug *bug)
{
	if (!bug->plain && !bug->cycles[0])
		printf("near miss: must stay clean\n");
	else
		printf("plain: %s; cycle: %s\n", bug->plain ? bug->plain : "clean",
		       bug->cycles[0] ? bug->cycles[0] : "-");
}

static void list_bugs(void)
{
	for (size_t i = 0; i < registry_count(DECLARED_BUG); i++) {
		const struct declared *declared = registry_at(DECLARED_BUG, i);
		const struct bug *bug = declared->what;
		print_row(declared->id, bug->origin);
		printf("  %-32s   %s\n", "", bug->pattern ? bug->pattern : "");
		printf("  %-32s   ", "");
		print_demand(bug);
	}
}

static void print_bug(const struct declared *declared)
{
	const struct bug *bug = declared->what;
	printf("%s: %s\n  ", declared->id, bug->origin ? bug->origin : "");
	report_wrap(stdout, 2, bug->story ? bug->story : "");
	if (bug->pattern)
		printf("  pattern: %s\n", bug->pattern);
	printf("  a bug of: %s\n  shown by:", bug->heap);
	for (unsigned i = 0; i < BUG_CATCHERS_MAX && bug->catches[i]; i++)
		printf("%s %s", i ? "," : "", bug->catches[i]);
	printf("%s%s\n  ", bug->with ? " with " : "", bug->with ? bug->with : "");
	print_demand(bug);
}

static void list_strategies(void)
{
	for (size_t i = 0; i < registry_count(DECLARED_STRATEGY); i++) {
		const struct declared *declared = registry_at(DECLARED_STRATEGY, i);
		print_row(declared->id, ((const struct strategy *)declared->what)->story);
	}
}

static void list_judges(void)
{
	for (size_t i = 0; i < registry_count(DECLARED_JUDGE); i++) {
		const struct declared *declared = registry_at(DECLARED_JUDGE, i);
		print_row(declared->id, ((const struct judge *)declared->what)->story);
	}
}

static void list_outcomes(void)
{
	for (unsigned i = 0; i < OUTCOME_COUNT; i++)
		print_row(outcome_name((enum outcome)i), outcome_meaning((enum outcome)i));
}

static void list_builds(void)
{
#define BUILD_ROW(name, text, meaning) print_row(text, meaning);
	BUILDS(BUILD_ROW)
#undef BUILD_ROW
}

static void list_capabilities(void)
{
	for (size_t i = 0; i < capability_count(); i++)
		print_row(capability_name(i), capability_meaning(i));
}

static void print_lock_order(const struct declared *declared, bool dot)
{
	static char text[1 << 16];
	const struct allocator *allocator = declared->what;
	size_t length = allocator->lock_order(text, sizeof text, dot);
	if (!dot)
		printf("  %s\n", declared->id);
	printf("%.*s", (int)length, text);
	if (length && text[length - 1] != '\n')
		printf("\n");
}

static void print_locks(bool dot)
{
	bool any = false;
	for (size_t i = 0; i < registry_count(DECLARED_ALLOCATOR); i++) {
		const struct declared *declared = registry_at(DECLARED_ALLOCATOR, i);
		if (!((const struct allocator *)declared->what)->lock_order)
			continue;
		print_lock_order(declared, dot);
		any = true;
	}
	if (!any && !dot)
		printf("  no declared allocator tells the order of its locks\n");
}

static void list_locks(void)
{
	print_locks(false);
	printf("\n    A < B: B may be taken while A is held\n");
}

static const struct topic {
	const char *name;
	void (*print)(void);
	enum declared_kind kind;
	void (*print_one)(const struct declared *declared); /* of that kind; NULL: none */
} topics[] = {
    {"scenarios", list_scenarios, DECLARED_SCENARIO, print_scenario},
    {"allocators", list_allocators, DECLARED_ALLOCATOR, print_allocator},
    {"bugs", list_bugs, DECLARED_BUG, print_bug},
    {.name = "strategies", .print = list_strategies},
    {.name = "judges", .print = list_judges},
    {.name = "outcomes", .print = list_outcomes},
    {.name = "builds", .print = list_builds},
    {.name = "capabilities", .print = list_capabilities},
    {.name = "locks", .print = list_locks},
};

enum { TOPIC_COUNT = sizeof topics / sizeof topics[0] };

static error_t read_option(int key, char *text, struct argp_state *state)
{
	struct list_options *options = state->input;
	switch (key) {
	case KEY_DOT:
		options->dot = true;
		return 0;
	case ARGP_KEY_ARG:
		if (options->topic && options->name)
			usage_error("list takes one topic, and one name of it");
		*(options->topic ? &options->name : &options->topic) = text;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static void print_topic(const struct topic *topic, const struct list_options *options)
{
	if (options->dot && topic->print != list_locks)
		usage_error("--dot is for: gridlock list locks");
	if (options->name && !topic->print_one)
		usage_error("list takes a name after scenarios, allocators and bugs only");
	if (options->name)
		topic->print_one(usage_declared(topic->kind, options->name));
	else if (options->dot)
		print_locks(true);
	else
		topic->print();
}

int cli_list(int argc, char **argv)
{
	static const struct argp_option descriptions[] = {
	    {"dot", KEY_DOT, NULL, 0, "locks: as a graph for graphviz", 0}, {0}};
	static const struct argp argp = {
	    .options = descriptions,
	    .parser = read_option,
	    .args_doc = "[TOPIC [NAME]]",
	    .doc =
		"Tells what there is.\vTopics: scenarios, allocators, bugs, strategies, judges, "
		"outcomes, builds, capabilities, locks.  Without one: all of them.  A scenario's, "
		"allocator's or bug's NAME after its topic: that one."};
	struct list_options options = {0};
	const char *names[TOPIC_COUNT];
	cli_parse(&argp, argc, argv, &options);
	for (unsigned i = 0; i < TOPIC_COUNT; i++)
		names[i] = topics[i].name;
	if (options.topic) {
		print_topic(&topics[usage_choice("topic", options.topic, names, TOPIC_COUNT)],
			    &options);
		return EXIT_CLEAN;
	}
	for (unsigned i = 0; i < TOPIC_COUNT; i++) {
		printf("%s%s\n", i ? "\n" : "", topics[i].name);
		topics[i].print();
	}
	return EXIT_CLEAN;
}
