/* An allocator is a plug-in: a table of functions.  What it cannot do stays NULL, and a scenario
 * that needs it is skipped with that reason.  The reference heap is one allocator among others.
 *
 * All functions may be called from any thread that was started by .start_thread, and from the
 * main thread of the child; none from a signal handler. */
#ifndef STRESS_ALLOCATOR_H
#define STRESS_ALLOCATOR_H

#include "stress/registry.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whose timers drive the CPU profiler. */
enum cpu_timer {
	CPU_TIMER_THREAD, /* one per profiled thread, CLOCK_MONOTONIC, SIGEV_THREAD_ID */
	CPU_TIMER_PROCESS /* ITIMER_PROF: one for the process, as the historical runtimes had it */
};

struct select_case {
	void *channel;
	bool send;	 /* else receive */
	uintptr_t value; /* sent, or received */
};

struct profile_totals {
	size_t buckets, allocs, frees, bytes_allocated, bytes_freed;
};

struct heap_statistics {
	size_t bytes_in_use;   /* in blocks handed out, rounded up to their size classes */
	size_t bytes_idle;     /* in free spans */
	size_t bytes_released; /* of those, given back to the system */
	size_t spans_in_use;
};

/* What a heap asks the kernel for, and may be refused. */
enum kernel_call {
	KERNEL_MEMORY,	/* address space, pages, their protection */
	KERNEL_RELEASE, /* to take pages back */
	KERNEL_TIMER,	/* a timer */
	KERNEL_CALLS
};

/* Which of a heap's calls the kernel is made to refuse from now on.  Zeroed: none. */
struct kernel_fault {
	unsigned calls;	 /* set of 1u << KERNEL_x that it is about */
	uint64_t nth;	 /* the first of them to fail, from 1; 0: none by number */
	uint64_t length; /* how many in a row; 0: one */
	size_t bytes;	 /* what memory it may still get; 0: no limit */
	uint64_t one_in; /* one in so many fails by chance, drawn from the seed; 0: none */
	uint64_t seed;
};

struct allocator {
	const char *story;

	bool empty; /* hands out nothing: what scenarios that try the harness itself run on */

	/* Required, also of an empty one. */
	void *(*alloc)(size_t size);
	void (*free)(void *block);

	/* Once, on the main thread of the child, before and after everything else.  open returns
	   NULL, or why it could not (static string).  Bugs are seeded before open. */
	const char *(*open)(void);
	void (*close)(void);

	/* Capabilities: see CAPABILITIES for what each means. */
	void *(*calloc)(size_t count, size_t size);
	void *(*realloc)(void *block, size_t size);
	void *(*aligned_alloc)(size_t alignment, size_t size);
	size_t (*usable_size)(void *block);
	int (*start_thread)(pthread_t *thread, void *(*run)(void *), void *argument);
	void (*with_room)(size_t room_bytes, void (*run)(void *), void *argument);
	const char *(*check)(char *text, size_t size);
	void (*statistics)(struct heap_statistics *statistics);
	size_t (*scavenge)(void);
	void (*scavenge_tick)(void);
	void (*scavenge_trace)(bool on);
	void (*profile_rate)(size_t bytes);
	void (*profile_dump)(struct profile_totals *totals);
	void (*cpu_profile)(unsigned hz, enum cpu_timer timer);
	void (*cpu_profile_thread)(bool on);
	size_t (*cpu_samples)(void);
	void *(*channel_make)(size_t capacity);
	void (*channel_free)(void *channel);
	bool (*channel_send)(void *channel, uintptr_t value);
	bool (*channel_receive)(void *channel, uintptr_t *value);
	void (*channel_close)(void *channel);
	int (*select)(struct select_case *cases, unsigned count, bool block);
	void *(*timer_add)(uint64_t after_us, void (*fire)(void *), void *argument);
	bool (*timer_delete)(void *timer);
	void (*sleep_us)(uint64_t us);
	void *(*deadline_make)(void);
	void (*deadline_free)(void *deadline);
	bool (*deadline_set)(void *deadline, uint64_t after_us);
	bool (*deadline_wait)(void *deadline);
	void (*deadline_ready)(void *deadline);
	void (*stack_cache)(size_t segments);
	size_t (*stack_shrink)(bool all);
	int (*join_thread)(pthread_t thread, void **result);
	void (*safepoint)(void);
	void (*collect)(bool lazily);
	bool (*root_add)(const void *start, size_t bytes);
	void (*root_remove)(const void *start);
	int (*gc_percent)(int percent);
	size_t (*memory_limit)(size_t bytes);
	bool (*set_finalizer)(void *block, void (*run)(void *block, void *argument),
			      void *argument);
	size_t (*finalizers_run)(void);
	void (*statistics_stopped)(struct heap_statistics *statistics);
	uint64_t (*kernel_fault)(const struct kernel_fault *fault);
	int (*processors)(int count);

	/* Optional, and no capability: the order in which its locks may nest, for `gridlock list
	   locks`, as text or as a DOT digraph.  Called in the front, without open.  Returns the
	   bytes written without the final 0; text that does not fit is cut. */
	size_t (*lock_order)(char *text, size_t size, bool dot);

	/* Optional, and no capability: the steps that bugs replace, as memory that holds pointers
	   to functions and nothing else. */
	void *steps;
	size_t steps_bytes;
};

#define CAPABILITIES(C)                                                                            \
	C(calloc, "zeroed memory")                                                                 \
	C(realloc, "change a block's size")                                                        \
	C(aligned_alloc, "blocks at an alignment that is a power of two")                          \
	C(usable_size, "how many bytes a block really has")                                        \
	C(start_thread, "threads of its own kind (pthread_create otherwise)")                      \
	C(with_room, "run with only so many bytes left on the thread's growable stack")            \
	C(check, "walk every invariant: NULL when all hold, else what does not")                   \
	C(statistics, "bytes in use, idle and released")                                           \
	C(scavenge, "return all idle memory to the system: bytes returned, 0 when it cannot tell") \
	C(scavenge_tick, "one turn of the periodic scavenger, on the caller's own stack")          \
	C(scavenge_trace, "have its turns leave statistics now and then, taken with the world "    \
			  "stopped")                                                               \
	C(profile_rate, "sample one allocation in so many bytes: 1 all, 0 none")                   \
	C(profile_dump, "sum up the memory profile")                                               \
	C(cpu_profile, "SIGPROF so many times a second, 0 off")                                    \
	C(cpu_profile_thread, "have this thread profiled by timers of its own, or no longer")      \
	C(cpu_samples, "how many samples have been taken since open")                              \
	C(channel_make, "queues that threads wait on")                                             \
	C(select, "wait on several channels; allocates a block and frees it explicitly: index "    \
		  "of the case that went, -1 when none could and block is false, or (ENOMEM) "     \
		  "there is no memory")                                                            \
	C(timer_add, "call a function on a task of its own at a time to come; each timer is "      \
		     "deleted once, which says whether it had not fired yet")                      \
	C(sleep_us, "have the thread sleep at least so long")                                      \
	C(deadline_make, "waiting until something is ready, or (false) a time has passed: 0 it "   \
			 "has, UINT64_MAX never")                                                  \
	C(stack_cache, "how many spare stack segments each thread may keep: 0 none")               \
	C(stack_shrink, "give back what this thread, or all, do not use of their stacks: bytes "   \
			"given back by now")                                                       \
	C(join_thread, "join such a thread; while it waits the world can be stopped")              \
	C(safepoint, "a place where the thread can be stopped, for those that run long without "   \
		     "the heap")                                                                   \
	C(collect, "free what nobody can reach: pointers on the stacks of its threads, in its "    \
		   "blocks and in registered roots count; lazily: sweep later")                    \
	C(root_add, "have the collector look for pointers there as well")                          \
	C(gc_percent, "collect by itself whenever so many per cent of what is reachable have "     \
		      "been allocated anew; -1: never; returns what it was")                       \
	C(memory_limit, "hand out no more than so many bytes of spans, 0: no limit; returns what " \
			"it was")                                                                  \
	C(set_finalizer, "call a function once the block can no longer be reached; NULL: no more") \
	C(finalizers_run, "how many finalizers have been run")                                     \
	C(statistics_stopped, "statistics with the world stopped: true at one moment")             \
	C(kernel_fault, "have the kernel refuse it memory; returns how many calls were refused "   \
			"since it was last called")                                                \
	C(processors, "how many threads may run at once in the heap; returns what it was")

/* True when the allocator has the capability of that name.  Aborts on an unknown name: scenarios
   are checked against the list at start-up. */
bool allocator_can(const struct allocator *allocator, const char *capability);

size_t capability_count(void);
const char *capability_name(size_t index);
const char *capability_meaning(size_t index);

/* pthread_create and pthread_join, or the allocator's own kind. */
int allocator_start_thread(const struct allocator *allocator, pthread_t *thread,
			   void *(*run)(void *), void *argument);
int allocator_join_thread(const struct allocator *allocator, pthread_t thread);

/* ---- how a run attaches to it -------------------------------------------------------------- */

enum attachment {
	ATTACH_CALLED, /* through its table of functions */
	ATTACH_WORN    /* LD_PRELOAD: it is the malloc of the whole child */
};

/* Resolves what a run id calls the allocator: a declared id, or the path of a shared object with
   the malloc API (it needs a / in it).  In the child this loads the object; `why` gets one line
   when it fails. Returned memory lives as long as the process. */
const struct allocator *allocator_resolve(const char *name, enum attachment attachment, char *why,
					  size_t why_size);

/* Whether the name could be resolved, without loading it into this process (the front asks):
   declared, or a readable ELF object that exports malloc and free. */
bool allocator_exists(const char *name, char *why, size_t why_size);

#define ALLOCATOR(name) DECLARE(DECLARED_ALLOCATOR, allocator, name)

#endif
