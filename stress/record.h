/* The record: what a child tells of itself while it runs.
 *
 * It lies in shared memory (a memfd made by the front), so it survives every death of the child,
 * and the watchdog reads it while the child hangs.  Everything has a fixed size; nothing points
 * anywhere: code is an address plus the table of modules, strings are copied in.
 *
 * Who writes what:
 *   header, modules, messages, counts   the child, any thread (atomics; slots claimed by counters)
 *   a thread's slot                     that thread alone, also from its signal handlers
 *   reports                             the child's ThreadSanitizer hook, under TSan's report lock
 * The front and the keeper only read.  A child may be corrupted by the allocator that it runs:
 * readers bound every count and terminate every string: record_read_*() below do it. */
#ifndef STRESS_RECORD_H
#define STRESS_RECORD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
	RECORD_MAGIC = 0x6772646c, /* "grdl" */
	THREADS_MAX = 160,
	HELD_MAX = 96, /* a fork holds all locks of a heap at once */
	OWES_MAX = 4,  /* entries of wait_level.owes; any order */
	CLASSES_MAX = 64,
	OPERATIONS_MAX = 64,
	REPORTS_MAX = 24,
	REPORT_EDGES_MAX = 8,
	FRAMES_MAX = 32,
	MODULES_MAX = 48,
	MODULE_PATH_MAX = 192,
	MESSAGES_MAX = 16,
	MESSAGE_MAX = 240,
	CHAINS_MAX = 4096, /* power of two */
	LEVELS = 2,	   /* normal code, and a signal handler on top of it */
	BYSTANDERS_MAX = 16,
	NAME_MAX_BYTES = 32
};

/* What a thread can wait for.  The owned kinds have an owner who must let the next one in; the
   others are ended by anybody. */
enum wait_kind {
	WAIT_NOTHING,
	WAIT_LOCK,	/* owned: futex word is owner tid | LOCK_WAITERS */
	WAIT_NOTE,	/* ownerless */
	WAIT_SEMAPHORE, /* ownerless */
	WAIT_CONDITION, /* ownerless */
	WAIT_JOIN,	/* owned by the thread whose tid stands in .owner */
	WAIT_PROCESS,	/* owned by the process whose pid stands in .owner, forked by this one */
	WAIT_TIMED	/* ends by itself */
};

struct held {
	uint64_t lock; /* address: the instance */
	uint64_t site; /* code address that took it */
	uint32_t class_index;
	uint32_t level; /* taken by normal code, or in a handler */
};

/* One level of a thread: normal code, or the signal handler on top. */
struct wait_level {
	_Atomic uint64_t wants; /* address of the word it sleeps on; 0: nothing */
	_Atomic uint32_t kind;	/* enum wait_kind; written before wants, cleared after */
	_Atomic uint32_t class_index;
	_Atomic int32_t owner; /* for WAIT_JOIN and WAIT_PROCESS */
	uint64_t site;
	/* Addresses of the locks whose wake it has still to give; 0: none.  Set before the release
	   store, cleared after the wake.  Several, since the way to the wake may grow the stack,
	   which takes and releases locks itself. */
	_Atomic uint64_t owes[OWES_MAX];
};

enum thread_state { THREAD_UNUSED, THREAD_RUNNING, THREAD_FINISHED };

struct thread_slot {
	_Atomic int32_t tid;
	_Atomic uint32_t state;	    /* enum thread_state */
	_Atomic uint32_t is_actor;  /* watched for progress */
	_Atomic uint32_t bystander; /* never ends anybody's wait: the child's main thread */
	char name[NAME_MAX_BYTES];  /* "mutator 2" */
	_Atomic uint64_t progress;  /* operations finished */
	_Atomic uint32_t operation; /* 1 + index of the one under way; 0: none */
	_Atomic uint32_t level;	    /* 0 normal code, 1 in a signal handler */
	struct wait_level waits[LEVELS];
	_Atomic uint32_t held_count;
	struct held held[HELD_MAX];
	uint16_t tokens[CLASSES_MAX]; /* how many locks of the class it holds: one TSan token */
	uint64_t noise[4];	      /* the strategy's random stream of this thread */
};

struct class_entry {
	char name[NAME_MAX_BYTES];
	char guards[64];
};

/* One ThreadSanitizer report.  Edge i: a thread held `held` when it took `wanted`; the wanted of
   edge i is the held of edge i+1, and the last closes the cycle.  A race has no edges; its two
   accesses are stacks 0 and 1 of edge 0. */
struct report_edge {
	uint32_t held_class, wanted_class;
	uint64_t held_address, wanted_address; /* of foreign locks, which have no class */
	int32_t tid;
	char thread[NAME_MAX_BYTES];
	uint32_t held_frames, wanted_frames;
	uint64_t held_stack[FRAMES_MAX], wanted_stack[FRAMES_MAX];
};

enum { CLASS_NONE = 0xffffffffu };

struct report {
	char kind[NAME_MAX_BYTES * 2]; /* "lock-order-inversion", "data-race", … */
	uint32_t edge_count;
	struct report_edge edges[REPORT_EDGES_MAX];
};

struct module {
	char path[MODULE_PATH_MAX];
	uint64_t start, end; /* addresses covered */
	uint64_t bias;	     /* load bias: address - bias is the address in the ELF file */
};

enum message_kind {
	MESSAGE_CORRUPT, /* a judge's "corrupt" */
	MESSAGE_BROKEN,	 /* the harness must not go on */
	MESSAGE_SKIP,	 /* why the run was not made */
	MESSAGE_NOTE	 /* goes into the result's notes; changes no outcome */
};

struct message {
	_Atomic uint32_t ready;
	uint32_t kind;
	char text[MESSAGE_MAX];
};

/* What a thread died of, and where. */
struct death {
	_Atomic uint32_t ready;
	int32_t signal;
	uint64_t address; /* that it touched, of a fault */
	char thread[NAME_MAX_BYTES];
	uint32_t frames;
	uint64_t stack[FRAMES_MAX]; /* the first is where it was, the others return addresses */
};

enum phase { PHASE_START, PHASE_SETUP, PHASE_RUN, PHASE_CHECK, PHASE_DONE };

struct record {
	uint32_t magic;
	_Atomic uint32_t phase; /* enum phase; moves forward only */
	_Atomic uint32_t
	    sentinel; /* RECORD_MAGIC as the very last act of a child that came to its end */
	_Atomic uint32_t thread_count, class_count, operation_count, report_count, module_count;
	_Atomic uint32_t message_count, reports_lost, chain_count;
	_Atomic uint32_t foreground_stop; /* foreground roles return at their next actor_round() */
	_Atomic uint32_t stop;		  /* background roles too */
	uint32_t bystander_count;
	int32_t
	    bystanders[BYSTANDERS_MAX]; /* threads that were there before the run: never enders */
	_Atomic uint64_t run_begin_ns, run_end_ns; /* CLOCK_MONOTONIC, of PHASE_RUN */
	struct class_entry classes[CLASSES_MAX];
	_Atomic uint32_t edges[CLASSES_MAX][CLASSES_MAX]; /* [held][taken]: how often */
	char operations[OPERATIONS_MAX][NAME_MAX_BYTES];
	_Atomic uint64_t operation_counts[OPERATIONS_MAX];
	_Atomic uint64_t pairs[OPERATIONS_MAX]; /* bit j of [i]: j was under way when i began */
	_Atomic uint64_t chains[CHAINS_MAX];	/* set of hashes of (acquire site, held chain) */
	struct message messages[MESSAGES_MAX];
	struct module modules[MODULES_MAX];
	struct report reports[REPORTS_MAX];
	struct death death; /* of the first thread that died */
	struct thread_slot threads[THREADS_MAX];
};

/* ---- the child's side --------------------------------------------------------------------------
 */

/* The record of this process; never NULL: a private one until record_attach(), so that programs
   without a keeper (unit tests, benchmarks) need nothing. */
extern struct record *run_record;

/* Maps the record that the front made and passed as descriptor `fd`; false with errno. */
bool record_attach(int fd);

/* In the child of a fork: goes on with the private record, since the attached one is the parent's.
   False: there is none attached, and the private one is this process's own anyway. */
bool record_detach(void);

/* Sets up an empty record. */
void record_clear(struct record *r);

/* printf-like, bounded; async-signal-safe apart from the formatting of floats (none here). */
void record_message(enum message_kind kind, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Index of an operation's name, interned. */
unsigned record_operation(const char *name);

/* Notes which modules are loaded now. */
void record_modules(void);

/* Notes the threads that exist now and never met a primitive of ours (a sanitizer's, an
   allocator's): they wake nobody who sleeps on one. */
void record_bystanders(void);

/* ---- the reader's side
 * --------------------------------------------------------------------------- */

/* Makes a memfd of the right size with an empty record; returns its mapping, or NULL with errno. */
struct record *record_create(int *fd);
void record_destroy(struct record *r, int fd);

/* Makes a copy of what the child wrote fit for reading: counts bounded, strings terminated,
   indices in range.  False when the header is damaged.  For the front, after the child's end. */
bool record_make_sane(struct record *r);

/* How often the operation ("malloc": also "malloc large"), or the class edge "held>taken", was
   executed; 0: never. */
uint64_t record_executed(const struct record *r, const char *what);

#endif
