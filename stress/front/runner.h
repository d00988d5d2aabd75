/* The runner: up to so many runs at a time, each in a process of its own.
 *
 * SIGINT and SIGTERM end it: what is running is killed, and not a result; a second one ends the
 * program itself, and the keepers then clean up. */
#ifndef STRESS_FRONT_RUNNER_H
#define STRESS_FRONT_RUNNER_H

#include "stress/front/campaign.h"

#include <stdbool.h>
#include <stdint.h>

enum { JOBS_MAX = 64 };

struct runner {
	unsigned jobs;	      /* 1 to JOBS_MAX */
	unsigned limit_ms;    /* of standstill; 0: the scenario's own */
	uint64_t deadline_ms; /* on progress_now_ms(); no run starts after it; 0: none */

	struct campaign *campaign; /* gets every run that is over */

	bool (*next)(void *source, struct run_id *id); /* false: there is no further run */
	void *source;
};

/* True: to the end.  False: interrupted. */
bool runner_run(const struct runner *runner);

/* Ends the program with one line and code 3 when the child program of that build is missing. */
void runner_need_program(enum build build);

#endif
