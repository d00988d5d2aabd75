/* Threads as the judges see them: each thread that meets an instrumented primitive has a slot in
 * the record, found through a thread-local pointer that signal handlers may use too. */
#ifndef STRESS_SYNC_THREAD_H
#define STRESS_SYNC_THREAD_H

#include "stress/record.h"
#include "stress/sync/lock_class.h"

#include <sys/types.h>

/* The calling thread's slot; claimed at the first call.  Never NULL: when there are more than
   THREADS_MAX threads the run is broken, and says so. */
struct thread_slot *thread_self(void);

/* Its name in reports, e.g. "scavenger 0". */
void thread_name(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The last act of a thread: its slot says finished, so nobody waits for it to wake him. */
void thread_finished(void);

/* The calling thread is about to fork, and takes or releases nothing before it does: keeps what its
   slot says for the child, since the slot itself is shared with it, and the parent goes on. */
void thread_forks(void);

/* In the child of a fork, before it meets a primitive: a tid of its own, and a slot of its own that
   holds what the forking thread held. */
void thread_forked(void);

/* Every signal handler that may meet a primitive begins and ends with these. */
void thread_handler_enter(void);
void thread_handler_leave(void);

/* Says what the thread is about to sleep on, and that it no longer does. */
void thread_wants(enum wait_kind kind, const void *word, const struct lock_class *class,
		  const void *site);
void thread_wants_nothing(void);

/* pthread_join, visible to the watchdog. */
struct thread_slot *thread_slot_of(int32_t tid);
void thread_join(unsigned long pthread, int32_t tid);

/* Waits for the end of a process that this one has forked, visible to the watchdog.  Returns its
   status, as from waitpid. */
int thread_wait_process(pid_t pid);

#endif
