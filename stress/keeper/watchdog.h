/* The watchdog: sees that a child stands still, and says whether it is a deadlock. */
#ifndef STRESS_KEEPER_WATCHDOG_H
#define STRESS_KEEPER_WATCHDOG_H

#include "stress/keeper/prove.h"

/* One thread whose progress is watched. */
struct watched {
	int32_t tid; /* 0: not watched */
	uint64_t progress;
	uint64_t since_ns;    /* when it last made progress */
	uint64_t deadline_ns; /* when it is late */
	uint64_t moved_ns;    /* when it, or who can end its wait, was last seen to move */
	uint32_t extensions;
};

enum { WATCHED_MAIN = THREADS_MAX, WATCHED_MAX };

struct watchdog {
	pid_t child;
	const struct record *record;
	struct observation *seen;
	unsigned limit_ms;
	uint64_t start_ns;
	uint64_t last_tick_ns;
	uint64_t lost_ns;		     /* in which the keeper itself did not get to run */
	struct watched watched[WATCHED_MAX]; /* actors by slot; the main thread when none runs */
	uint64_t next_look_ns;
	struct snapshot looks[2];
	uint64_t look_ns[2];
	unsigned latest;      /* index of the last look */
	struct proof doubted; /* proved once; believed when it lasts.  blocked == 0: none */
	enum belief doubted_belief;
	uint64_t doubted_since_ns;
};

void watchdog_start(struct watchdog *dog, pid_t child, const struct record *record,
		    struct observation *seen, unsigned limit_ms, uint64_t start_ns);

/* Looks, if it is time to.  True: there is a verdict, in `seen`.  *next_ns is when to call again.
 */
bool watchdog_tick(struct watchdog *dog, uint64_t now_ns, uint64_t *next_ns);

/* The run has lasted too long, whatever it does: a last look, and the verdict "stuck". */
void watchdog_expire(struct watchdog *dog, uint64_t now_ns);

#endif
