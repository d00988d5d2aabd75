/* A snapshot: the threads of a child at one moment, and those of the processes that descend from
 * it, what each sleeps on, who owns that, and which wakes each still owes.  Facts only; what
 * follows from them is prove.h's.
 *
 * The record speaks of the child's own threads.  What one of a forked process sleeps on is read
 * from its memory: an instrumented lock names its owner; other waits stay unknown. */
#ifndef STRESS_KEEPER_SNAPSHOT_H
#define STRESS_KEEPER_SNAPSHOT_H

#include "stress/keeper/observation.h"

struct snapshot_thread {
	struct thread_view view; /* waits_for, owed and in_deadlock are filled in by prove() */
	/* tid: of the lock's owner, of the thread joined, or a guess; or the pid waited for. */
	int32_t owner;
	uint32_t seq; /* acquisitions so far of the lock that it sleeps on */
	bool marked;  /* that lock says that somebody sleeps: its next release wakes one */
	/* Where it does not say so, and in forked processes: the sleeper's task_switches(), read
	   after the lock. */
	uint64_t switches;
	uint64_t owes[LEVELS * OWES_MAX]; /* locks whose next one it has still to wake */
	uint64_t wants[LEVELS]; /* the lock that each level is about to take, asleep or not; 0 */
	bool bystander;		/* never ends anybody's ownerless wait */
	bool lends_memory;	/* to the process that it has started, until that has its own */
	uint64_t stack, pc, cpu_ticks; /* tell whether it has moved since another snapshot */
};

struct snapshot {
	bool complete; /* false: more threads than fit, or seen; then nothing can be proved */
	uint32_t count;
	struct snapshot_thread threads[THREADS_MAX];
};

/* Looks at process `pid`, whose record may be garbage: every index is bounded.  The child runs on
   meanwhile, so one look proves nothing; two equal ones do. */
void snapshot_take(struct snapshot *snapshot, pid_t pid, const struct record *record);

/* NULL when there is no such thread. */
const struct snapshot_thread *snapshot_find(const struct snapshot *snapshot, int32_t tid);

/* Between the two looks the thread ran, or it is in a wait that ends by itself.  `before` is NULL
   when it was not there: then nothing is known of it. */
bool snapshot_thread_moved(const struct snapshot_thread *before, const struct snapshot_thread *now);

#endif
