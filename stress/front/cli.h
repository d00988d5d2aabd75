/* The command line.  Bad arguments end the program with one line on stderr and code 2. */
#ifndef STRESS_FRONT_CLI_H
#define STRESS_FRONT_CLI_H

#include <argp.h>

/* argv as main() gets it, the registry closed.  Returns the exit code. */
int cli_main(int argc, char **argv);

/* The commands.  Each parses its own arguments; argv[0] is "gridlock list" and so on. */
int cli_list(int argc, char **argv);
int cli_run(int argc, char **argv);
int cli_reproduce(int argc, char **argv);
int cli_replay(int argc, char **argv);

/* argp_parse() as we want it: exit code 2, and one line for what is wrong. */
void cli_parse(const struct argp *argp, int argc, char **argv, void *input);

/* The arguments in one line, quoted so that they can be typed again. */
void cli_command(char *text, size_t size, int argc, char **argv);

#endif
