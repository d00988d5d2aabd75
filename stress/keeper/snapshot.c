#include "stress/keeper/snapshot.h"

#include "stress/keeper/task.h"
#include "stress/sync/lock.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

/* How glibc lays out its mutex: the fields that tell its owner. */
struct glibc_mutex {
	int32_t lock; /* 2: taken, and somebody sleeps */
	uint32_t count;
	int32_t owner;
	uint32_t users;
	int32_t kind;
};

enum { GLIBC_MUTEX_CONTENDED = 2, GLIBC_MUTEX_KINDS = 0x3ff };

const struct snapshot_thread *snapshot_find(const struct snapshot *snapshot, int32_t tid)
{
	for (uint32_t i = 0; i < snapshot->count; i++)
		if (snapshot->threads[i].view.tid == tid)
			return &snapshot->threads[i];
	return NULL;
}

static int32_t slot_of(const struct record *record, int32_t tid)
{
	uint32_t count = atomic_load(&record->thread_count);
	for (uint32_t i = 0; i < count && i < THREADS_MAX; i++)
		if (atomic_load(&record->threads[i].tid) == tid &&
		    atomic_load(&record->threads[i].state) == THREAD_RUNNING)
			return (int32_t)i;
	return -1;
}

/* A thread that was there before the run and meets no primitive of ours ends no wait of ours.  One
   that has a slot says itself what it is; the main thread only joins the others, in PHASE_RUN. */
static bool is_bystander(const struct record *record, const struct snapshot_thread *thread)
{
	if (thread->view.slot >= 0)
		return atomic_load(&record->threads[thread->view.slot].bystander) &&
		       atomic_load(&record->phase) == PHASE_RUN;
	for (uint32_t i = 0; i < record->bystander_count && i < BYSTANDERS_MAX; i++)
		if (record->bystanders[i] == thread->view.tid)
			return true;
	return false;
}

/* What the thread itself announced, if it is what it sleeps in. */
static void read_slot(struct snapshot_thread *thread, const struct thread_slot *slot)
{
	uint32_t level = atomic_load(&slot->level) ? 1 : 0;
	const struct wait_level *wait = &slot->waits[level];
	for (unsigned i = 0; i < LEVELS; i++) {
		for (unsigned j = 0; j < OWES_MAX; j++)
			thread->owes[i * OWES_MAX + j] = atomic_load(&slot->waits[i].owes[j]);
		if (atomic_load(&slot->waits[i].kind) == WAIT_LOCK)
			thread->wants[i] = atomic_load(&slot->waits[i].wants);
	}
	thread->view.level = level;
	uint32_t kind = atomic_load(&wait->kind);
	if (thread->view.futex == 0 || kind == WAIT_NOTHING || kind > WAIT_TIMED)
		return;
	if (kind != WAIT_JOIN && atomic_load(&wait->wants) != thread->view.futex)
		return;
	thread->view.kind = kind;
	thread->view.class_index = atomic_load(&wait->class_index);
	if (kind == WAIT_JOIN)
		thread->owner = atomic_load(&wait->owner);
}

static void read_lock(struct snapshot_thread *thread, pid_t pid)
{
	uint32_t words[3]; /* struct lock: word, magic, seq */
	if (task_peek(pid, thread->view.futex, words, sizeof words) && words[1] == LOCK_MAGIC) {
		thread->owner = (int32_t)(words[0] & LOCK_OWNER);
		thread->seq = words[2];
		thread->marked = words[0] & LOCK_WAITERS;
		if (!thread->marked)
			thread->switches = task_switches(pid, thread->view.tid);
	} else {
		thread->view.kind = WAIT_NOTHING;
		thread->view.class_index = CLASS_NONE;
	}
}

/* A futex that nobody announced may be a mutex of glibc's.  A guess. */
static void guess_mutex(struct snapshot *snapshot, struct snapshot_thread *thread, pid_t pid)
{
	struct glibc_mutex mutex;
	if (task_peek(pid, thread->view.futex, &mutex, sizeof mutex) &&
	    mutex.lock == GLIBC_MUTEX_CONTENDED && (mutex.kind & ~GLIBC_MUTEX_KINDS) == 0 &&
	    mutex.owner > 0 && snapshot_find(snapshot, mutex.owner)) {
		thread->owner = mutex.owner;
		thread->view.foreign_owner = true;
	}
}

static void look_at(struct snapshot_thread *thread, const struct task *task,
		    const struct record *record)
{
	*thread = (struct snapshot_thread){
	    .stack = task->stack, .pc = task->pc, .cpu_ticks = task->cpu_ticks};
	thread->view.tid = task->tid;
	thread->view.slot = slot_of(record, task->tid);
	thread->view.state = task->state;
	thread->view.syscall = task->syscall;
	thread->view.futex = task->state == 'S' ? task_futex(task) : 0;
	thread->view.timed = task_is_timed(task);
	thread->view.class_index = CLASS_NONE;
	thread->bystander = is_bystander(record, thread);
	if (thread->view.slot >= 0)
		read_slot(thread, &record->threads[thread->view.slot]);
}

void snapshot_take(struct snapshot *snapshot, pid_t pid, const struct record *record)
{
	char path[32];
	snapshot->count = 0;
	snapshot->complete = false;
	snprintf(path, sizeof path, "/proc/%d/task", pid);
	DIR *directory = opendir(path);
	if (!directory)
		return;
	snapshot->complete = true;
	struct dirent *entry;
	while ((entry = readdir(directory))) {
		struct task task;
		if (!isdigit((unsigned char)entry->d_name[0]) ||
		    !task_read(pid, atoi(entry->d_name), &task))
			continue;
		if (snapshot->count == THREADS_MAX) {
			snapshot->complete = false;
			break;
		}
		look_at(&snapshot->threads[snapshot->count++], &task, record);
	}
	closedir(directory);
	for (uint32_t i = 0; i < snapshot->count; i++) {
		struct snapshot_thread *thread = &snapshot->threads[i];
		if (thread->view.kind == WAIT_LOCK)
			read_lock(thread, pid);
		if (thread->view.kind == WAIT_NOTHING && thread->view.futex)
			guess_mutex(snapshot, thread, pid);
	}
}

bool snapshot_thread_moved(const struct snapshot_thread *before, const struct snapshot_thread *now)
{
	if (!before)
		return false;
	return now->view.timed || now->view.state == 'R' || now->view.syscall == TASK_RUNNING ||
	       before->view.syscall != now->view.syscall || before->view.futex != now->view.futex ||
	       before->stack != now->stack || before->pc != now->pc ||
	       before->cpu_ticks != now->cpu_ticks;
}
