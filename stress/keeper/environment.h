/* The environment of a child, built from scratch: nothing of the user's shell decides a run, but
 * for the options of the allocator under test (every variable with MALLOC in its name) and the
 * search path of its libraries. */
#ifndef STRESS_KEEPER_ENVIRONMENT_H
#define STRESS_KEEPER_ENVIRONMENT_H

#include "stress/run_id.h"

enum { ENVIRONMENT_VARIABLES_MAX = 64, ENVIRONMENT_TEXT_MAX = 16 * 1024 };

struct environment {
	char *variables[ENVIRONMENT_VARIABLES_MAX + 1]; /* as for execve; points into text */
	unsigned count;
	size_t used;
	char text[ENVIRONMENT_TEXT_MAX];
};

/* Fills it for one run, whose private folder is HOME and TMPDIR.  False when it does not fit. */
bool environment_build(struct environment *environment, const struct run_id *id,
		       const char *folder);

#endif
