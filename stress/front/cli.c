#include "stress/front/cli.h"

#include "stress/front/usage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *argp_program_version = "gridlock 0.1.0";

/* getopt has said in one line what is wrong; argp would add a second one. */
struct wrapped {
	const struct argp *argp;
	void *input;
};

static error_t without_advice(int key, char *argument, struct argp_state *state)
{
	struct wrapped *wrapped = state->input;
	(void)argument;
	if (key != ARGP_KEY_INIT)
		return ARGP_ERR_UNKNOWN;
	state->child_inputs[0] = wrapped->input;
	state->err_stream = NULL;
	return 0;
}

void cli_parse(const struct argp *argp, int argc, char **argv, void *input)
{
	struct wrapped wrapped = {argp, input};
	struct argp_child children[] = {{.argp = argp}, {0}};
	struct argp outer = {
	    .parser = without_advice,
	    .args_doc = argp->args_doc,
	    .doc = argp->doc,
	    .children = children,
	};
	struct argp inner = *argp;
	inner.args_doc = inner.doc = NULL;
	children[0].argp = &inner;
	if (argp_parse(&outer, argc, argv, 0, NULL, &wrapped) != 0)
		exit(EXIT_USAGE);
}

static void append(char *text, size_t size, const char *more)
{
	size_t used = strlen(text);
	snprintf(text + used, size - used, "%s", more);
}

/* As a shell must be given it. */
static void append_word(char *text, size_t size, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "_@%+=:,./-";
	if (*word && !word[strspn(word, plain)]) {
		append(text, size, word);
		return;
	}
	append(text, size, "'");
	for (; *word; word++)
		append(text, size, *word == '\'' ? "'\\''" : (char[]){*word, 0});
	append(text, size, "'");
}

void cli_command(char *text, size_t size, int argc, char **argv)
{
	snprintf(text, size, "%s", argv[0]);
	for (int i = 1; i < argc; i++) {
		append(text, size, " ");
		append_word(text, size, argv[i]);
	}
}

/* ---- the commands ----------------------------------------------------------------------- */

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *meaning;
} commands[] = {
    {"list", cli_list, "what there is: scenarios, allocators, bugs, strategies, judges and more"},
    {"run", cli_run, "run scenarios, and judge every run"},
    {"reproduce", cli_reproduce, "tell the story of a seeded bug, find it, and witness it"},
    {"replay", cli_replay, "run one run again, by its id"},
};

enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static void help(void)
{
	printf("Usage: gridlock COMMAND [OPTION...] [ARGUMENT...]\n"
	       "Finds deadlocks in heap allocators and language runtimes.\n\n");
	for (unsigned i = 0; i < COMMAND_COUNT; i++)
		printf("  %-10s %s\n", commands[i].name, commands[i].meaning);
	printf("\ngridlock COMMAND --help tells more; gridlock --version tells which one this is.\n"
	       "Exit codes: 0 clean, 1 findings, 2 bad usage, 3 the harness is broken, "
	       "130 interrupted.\n");
}

int cli_main(int argc, char **argv)
{
	const char *names[COMMAND_COUNT + 1];
	char name[64];
	if (argc < 2)
		usage_error("which command? see: gridlock --help");
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
		help();
		return EXIT_CLEAN;
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts(argp_program_version);
		return EXIT_CLEAN;
	}
	for (unsigned i = 0; i < COMMAND_COUNT; i++)
		names[i] = commands[i].name;
	names[COMMAND_COUNT] = "help"; /* done above, and named where a name is not known */
	const struct command *command =
	    &commands[usage_choice("command", argv[1], names, COMMAND_COUNT + 1)];
	snprintf(name, sizeof name, "gridlock %s", command->name);
	argv[1] = name;
	return command->run(argc - 1, argv + 1);
}
