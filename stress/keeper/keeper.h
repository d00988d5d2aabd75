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
	unsigned limit_ms;   /* standstill of one actor; 0: LIMIT_MS_DEFAULT */
	unsigned total_ms;   /* from start to end; 0: 60000 */
	unsigned memory_mib; /* of the child and its descendants; 0: 4096 */
	unsigned processes;  /* descendants at one time; 0: 64 */
};

struct run {
	int keeper_pidfd; /* readable when the run is over */
	pid_t keeper;
	uint64_t deadline_ns; /* CLOCK_MONOTONIC; a keeper that is not back by then was stopped or
				 starved: call run_wait(), which does not believe in it any more */
	int record_fd;
	struct record *record;
	struct observation *seen;
	char directory[128]; /* the run's private temporary folder; removed by run_end() */
};

/* Call it on the front's main thread: the keeper dies with the thread that forked it.  It makes the
   front a subreaper too, so that what a killed keeper leaves behind comes to the front.

   Starts the child program `program` (absolute path, of the right build) for `id`.  False, with
   one line in `why`, when no process could be had. */
bool run_start(struct run *run, const char *program, const struct run_id *id,
	       const struct run_limits *limits, char *why, size_t why_size);

/* Waits for the keeper (does not block once keeper_pidfd is readable), at most until deadline_ns.
   False: the keeper itself died or had to be killed; seen->broken says so, and whatever it left
   behind has been killed.  Then record and seen are the reader's. */
bool run_wait(struct run *run);

/* Asks the keeper to kill everything and come back; for Ctrl-C.  run_wait() after it. */
void run_stop(struct run *run);

/* After run_wait(): removes the folder and unmaps record and seen. */
void run_end(struct run *run);

#endif
