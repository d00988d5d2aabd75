/* Starts the child of a run, fenced in. */
#ifndef STRESS_KEEPER_LAUNCH_H
#define STRESS_KEEPER_LAUNCH_H

#include "stress/run_id.h"

#include <sys/types.h>

struct launched {
	pid_t pid;
	pid_t *announced; /* in shared memory: the child writes its pid there before it becomes the
			     program, so that it is known even if that kills the caller at once */
	int output;	  /* what it prints; non-blocking */
};

/* Runs `program RUN_ID FD` in `folder`, as the leader of a session and a process group that
   neither it nor its descendants can leave; it dies with the caller.  FD is `record_fd`.  False,
   with one line in `why`, when it could not be started; then nothing is left of it. */
bool launch(struct launched *launched, const char *program, const struct run_id *id, int record_fd,
	    const char *folder, char *why, size_t why_size);

#endif
