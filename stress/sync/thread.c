#include "stress/sync/thread.h"

#include "stress/event.h"
#include "stress/sync/lock_class.h"
#include "stress/tsan.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Initial-exec: reached from signal handlers and from under every lock, so it must never allocate.
 */
static __thread struct thread_slot *self __attribute__((tls_model("initial-exec")));

/* Slots are handed out once; when none is left, those of threads that are gone serve again. */
static struct thread_slot *claim_again(void)
{
	static _Atomic uint32_t cursor;
	for (unsigned tries = 0; tries < THREADS_MAX; tries++) {
		uint32_t index = atomic_fetch_add(&cursor, 1) % THREADS_MAX;
		struct thread_slot *slot = &run_record->threads[index];
		int32_t tid = atomic_load(&slot->tid);
		if (tid > 0 && syscall(SYS_tgkill, getpid(), tid, 0) != 0 && errno == ESRCH &&
		    atomic_compare_exchange_strong(&slot->tid, &tid, 0))
			return slot;
	}
	record_message(MESSAGE_BROKEN, "more than %d threads at one time", THREADS_MAX);
	_exit(3);
}

static struct thread_slot *claim(void)
{
	uint32_t index = atomic_load(&run_record->thread_count);
	while (index < THREADS_MAX)
		if (atomic_compare_exchange_weak(&run_record->thread_count, &index, index + 1))
			return &run_record->threads[index];
	return claim_again();
}

struct thread_slot *thread_self(void)
{
	if (__builtin_expect(self != NULL, 1))
		return self;
	struct thread_slot *slot = claim();
	int tid = (int)syscall(SYS_gettid);
	tsan_quiet_begin();
	memset(slot, 0, sizeof *slot);
	snprintf(slot->name, sizeof slot->name, "thread %d", tid);
	tsan_quiet_end();
	self = slot;
	atomic_store(&slot->tid, tid);
	atomic_store(&slot->state, THREAD_RUNNING);
	return slot;
}

void thread_name(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	tsan_quiet_begin();
	vsnprintf(thread_self()->name, NAME_MAX_BYTES, format, args);
	tsan_quiet_end();
	va_end(args);
}

void thread_finished(void)
{
	struct thread_slot *slot = thread_self();
	self = NULL;
	atomic_store(&slot->state, THREAD_FINISHED);
}

/* By slot; each is its own thread's.  Not in the record, so that a child has a copy of its own. */
static struct thread_slot before_fork[THREADS_MAX];

void thread_forks(void)
{
	struct thread_slot *slot = thread_self();
	tsan_quiet_begin();
	memcpy(&before_fork[slot - run_record->threads], slot, sizeof *slot);
	tsan_quiet_end();
}

void thread_forked(void)
{
	const struct thread_slot *parents =
	    self == NULL ? NULL : &before_fork[self - run_record->threads];
	tsan_forked();
	if (record_detach() && parents != NULL) {
		struct thread_slot *slot = claim();
		tsan_quiet_begin();
		memcpy(slot, parents, sizeof *slot);
		tsan_quiet_end();
		self = slot;
	}
	if (self != NULL)
		atomic_store(&self->tid, (int32_t)syscall(SYS_gettid));
}

void thread_handler_enter(void)
{
	struct thread_slot *slot = thread_self();
	atomic_store_explicit(&slot->level, 1, memory_order_relaxed);
	event_happens(EVENT_HANDLER_ENTER, NULL, NULL, __builtin_return_address(0));
}

void thread_handler_leave(void)
{
	struct thread_slot *slot = thread_self();
	event_happens(EVENT_HANDLER_LEAVE, NULL, NULL, __builtin_return_address(0));
	atomic_store_explicit(&slot->level, 0, memory_order_relaxed);
}

void thread_wants(enum wait_kind kind, const void *word, const struct lock_class *class,
		  const void *site)
{
	struct thread_slot *slot = thread_self();
	struct wait_level *level = &slot->waits[atomic_load(&slot->level)];
	level->site = (uint64_t)(uintptr_t)site;
	atomic_store(&level->class_index, class ? class->index : CLASS_NONE);
	atomic_store(&level->kind, kind);
	atomic_store(&level->wants, (uint64_t)(uintptr_t)word);
}

void thread_wants_nothing(void)
{
	struct thread_slot *slot = thread_self();
	struct wait_level *level = &slot->waits[atomic_load(&slot->level)];
	atomic_store(&level->wants, 0);
	atomic_store(&level->kind, WAIT_NOTHING);
}

struct thread_slot *thread_slot_of(int32_t tid)
{
	for (unsigned i = 0; i < THREADS_MAX; i++) {
		struct thread_slot *slot = &run_record->threads[i];
		if (atomic_load(&slot->tid) == tid && atomic_load(&slot->state) == THREAD_RUNNING)
			return slot;
	}
	return NULL;
}

void thread_join(unsigned long pthread, int32_t tid)
{
	struct thread_slot *slot = thread_self();
	struct wait_level *level = &slot->waits[atomic_load(&slot->level)];
	atomic_store(&level->owner, tid);
	thread_wants(WAIT_JOIN, level, NULL, __builtin_return_address(0));
	event_happens(EVENT_THREAD_JOIN, NULL, NULL, __builtin_return_address(0));
	pthread_join(pthread, NULL);
	thread_wants_nothing();
}

int thread_wait_process(pid_t pid)
{
	struct thread_slot *slot = thread_self();
	struct wait_level *level = &slot->waits[atomic_load(&slot->level)];
	int status = 0;
	atomic_store(&level->owner, pid);
	thread_wants(WAIT_PROCESS, level, NULL, __builtin_return_address(0));
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	thread_wants_nothing();
	return status;
}
