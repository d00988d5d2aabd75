/* What the keeper saw of a child from outside: its end, its output, and, where it stood still,
 * every thread of it, and of the processes that descend from it, with what it waits for and its
 * stack.  Shared between keeper and front only; the child never has it mapped. */
#ifndef STRESS_KEEPER_OBSERVATION_H
#define STRESS_KEEPER_OBSERVATION_H

#include "stress/record.h"

enum { OUTPUT_MAX = 32 * 1024, REASON_MAX = 256, VIEW_FRAMES_MAX = 48 };

enum standstill {
	STANDSTILL_NONE,
	STANDSTILL_PROVED, /* deadlock: the threads marked in_deadlock can never be freed */
	STANDSTILL_STUCK   /* no progress for the limit; no proof */
};

struct thread_view {
	int32_t tid;
	int32_t process;      /* pid */
	bool forked;	      /* a process that descends from the child: not in its record */
	int32_t slot;	      /* index in the record; -1: a thread that never met a primitive */
	char state;	      /* as in /proc/PID/stat: R S D … */
	long syscall;	      /* number; -1 running */
	uint64_t futex;	      /* the word that it sleeps on, 0: it does not */
	uint32_t kind;	      /* enum wait_kind as its slot says; WAIT_NOTHING when unknown */
	uint32_t class_index; /* of what it wants; CLASS_NONE when unknown */
	uint32_t level;	      /* 1: the wait is in a signal handler */
	/* tid of the owner, or of the one who owes the wake; a pid for WAIT_PROCESS; 0: nobody
	   known. The owner of a lock in a forked process may be a thread that only its parent had.
	 */
	int32_t waits_for;
	bool owed;	    /* waits_for owes a wake and does not own anything */
	bool foreign_owner; /* owner read from a pthread mutex's own field: a guess */
	bool timed;	    /* ends by itself */
	bool in_deadlock;
	uint32_t frame_count;
	uint64_t frames[VIEW_FRAMES_MAX]; /* innermost first; return addresses but for the first */
};

struct observation {
	/* The end. */
	pid_t child;	 /* 0: it could not be started */
	int exit_status; /* as from waitpid */
	bool killed_by_keeper;
	char reason[REASON_MAX]; /* why it was killed: a limit, in plain words; "" otherwise */
	char broken[REASON_MAX]; /* the harness's own trouble: exec failed, TSan's FATAL; "" none */
	uint64_t duration_ns;	 /* from fork to the last descendant's end */
	uint64_t first_report_ns; /* from fork until the first TSan report was seen; 0: none */

	/* The standstill, if there was one. */
	uint32_t standstill;
	uint64_t standstill_ns;		   /* from fork */
	uint32_t extensions;		   /* how often the limit was extended */
	char stuck_thread[NAME_MAX_BYTES]; /* the actor that stood still */
	uint64_t stood_ms;
	uint32_t thread_count;
	struct thread_view threads[THREADS_MAX];
	/* Indices into threads: each waits for the next, the last for the first. */
	uint32_t cycle_count;
	uint32_t cycle[REPORT_EDGES_MAX];
	uint32_t module_count; /* from /proc/PID/maps at the standstill: later than the record's */
	struct module modules[MODULES_MAX];

	/* What it printed: the first half and the last half of OUTPUT_MAX, when it was more. */
	uint64_t output_bytes; /* in all */
	uint32_t output_kept;
	char output[OUTPUT_MAX];
};

#endif
