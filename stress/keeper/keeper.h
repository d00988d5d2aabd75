/* Runs: one child, and its keeper.
 *
 * run_start() forks the keeper from the main thread of the front; the keeper becomes a subreaper
 * in a session of its own, starts the child, watches it, and returns only when no descendant is
 * left, also when the front is SIGKILLed meanwhile.  The front then reads what it saw. */
#ifndef STRESS_KEEPER_KEEPER_H
#define STRESS_KEEPER_KEEPER_H

#include "stress/keeper/observation.h"
#include "stress/run_id.h"

struct run_limits {
	unsigned limit_ms;       /* standstill of one actor; 0: LIMIT_MS_DEFAULT */
	unsigned total_ms;       /* from start to end; 0: 60000 */
	unsigned memory_mib;     /* of the child and its descendants; 0: 4096 */
	unsigned processes;      /* descendants at one time; 0: 64 */
};

struct run {
	int keeper_pidfd; /* readable when the run is over */
	pid_t keeper;
	int record_fd;
	struct record *record;
	struct observation *seen;
	char directory[128]; /* the run's private temporary folder; removed by run_end() */
};

/* Starts the child program `program` (absolute path, of the right build) for `id`.  False, with
   one line in `why`, when no process could be had. */
bool run_start(struct run *run, const char *program, const struct run_id *id,
	       const struct run_limits *limits, char *why, size_t why_size);

/* Waits for the keeper (does not block once keeper_pidfd is readable).  False: the keeper itself
   died; seen->broken says so.  Then record and seen are the reader's. */
bool run_wait(struct run *run);

/* Asks the keeper to kill everything and come back; for Ctrl-C.  run_wait() after it. */
void run_stop(struct run *run);

void run_end(struct run *run);

#endif
