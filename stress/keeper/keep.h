/* The keeper's own life: what the process forked by run_start() does. */
#ifndef STRESS_KEEPER_KEEP_H
#define STRESS_KEEPER_KEEP_H

#include "stress/keeper/keeper.h"

/* What is left to a keeper when it has let go of everything else. */
struct keep {
	pid_t front;
	const char *program;
	const struct run_id *id;
	struct run_limits limits; /* no zeros */
	int record_fd;
	const struct record *record;
	struct observation *seen;
	const char *folder;
	uint64_t start_ns;
};

/* Starts the child, watches it, ends it and all that descends from it, and exits: status 0 when
   everything there is to say stands in `seen`.  Called with all signals blocked. */
_Noreturn void keep(const struct keep *run);

#endif
