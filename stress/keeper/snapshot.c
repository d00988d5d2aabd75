#include "stress/keeper/snapshot.h"

#include "stress/keeper/members.h"
#include "stress/keeper/task.h"
#include "stress/keeper/word.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

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

/* The announcement is of what it does sleep in: the kernel says so too. */
static bool sleeps_so(const struct task *task, const struct wait_level *wait, uint32_t kind)
{
	switch (kind) {
	case WAIT_JOIN:
		return task_futex(task) != 0;
	case WAIT_PROCESS:
		return task_process(task) != 0 && task_process(task) == atomic_load(&wait->owner);
	default:
		return task_futex(task) != 0 && atomic_load(&wait->wants) == task_futex(task);
	}
}

/* What the thread itself announced. */
static void read_slot(struct snapshot_thread *thread, const struct task *task,
		      const struct thread_slot *slot)
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
	if (task->state != 'S' || kind == WAIT_NOTHING || kind > WAIT_TIMED ||
	    !sleeps_so(task, wait, kind))
		return;
	thread->view.kind = kind;
	thread->view.class_index = atomic_load(&wait->class_index);
	if (kind == WAIT_JOIN || kind == WAIT_PROCESS)
		thread->owner = atomic_load(&wait->owner);
}

static void read_lock(struct snapshot_thread *thread, const struct record *record)
{
	struct thread_view *view = &thread->view;
	struct word_lock lock;
	view->kind = WAIT_NOTHING;
	if (word_is_lock(view->process, view->futex, &lock)) {
		view->kind = WAIT_LOCK;
		thread->owner = lock.owner;
		thread->seq = lock.seq;
		thread->marked = lock.marked;
		if (view->forked)
			view->class_index = word_class(view->process, &lock, record);
		if (view->forked || !lock.marked)
			thread->switches = task_switches(view->process, view->tid);
	} else {
		view->class_index = CLASS_NONE;
	}
}

static void look_at(struct snapshot_thread *thread, pid_t process, const struct task *task,
		    const struct record *record)
{
	*thread = (struct snapshot_thread){
	    .stack = task->stack, .pc = task->pc, .cpu_ticks = task->cpu_ticks};
	struct thread_view *view = &thread->view;
	view->tid = task->tid;
	view->process = process;
	view->forked = record == NULL;
	view->slot = record ? slot_of(record, task->tid) : -1;
	view->state = task->state;
	view->syscall = task->syscall;
	view->futex = task->state == 'S' ? task_futex(task) : 0;
	view->timed = task_is_timed(task);
	view->class_index = CLASS_NONE;
	thread->lends_memory = task_lends_memory(task);
	thread->bystander = record && is_bystander(record, thread);
	if (view->slot >= 0)
		read_slot(thread, task, &record->threads[view->slot]);
}

static bool is_dead(const struct task *task)
{
	return task->state == 'Z' || task->state == 'X';
}

/* `record` is NULL for a process that descends from the child.  Of that the dead threads count for
   nothing, since nobody watches their progress.  False: there is no such process. */
static bool look_at_all(struct snapshot *snapshot, pid_t process, const struct record *record)
{
	char path[32];
	snprintf(path, sizeof path, "/proc/%d/task", process);
	DIR *directory = opendir(path);
	if (!directory)
		return false;
	struct dirent *entry;
	while ((entry = readdir(directory))) {
		struct task task;
		if (!isdigit((unsigned char)entry->d_name[0]) ||
		    !task_read(process, atoi(entry->d_name), &task) || (!record && is_dead(&task)))
			continue;
		if (snapshot->count == THREADS_MAX) {
			snapshot->complete = false;
			break;
		}
		look_at(&snapshot->threads[snapshot->count++], process, &task, record);
	}
	closedir(directory);
	return true;
}

static void look_at_descendants(struct snapshot *snapshot, pid_t child)
{
	static pid_t processes[THREADS_MAX];
	unsigned count = members_descendants(child, getpid(), processes, THREADS_MAX);
	if (count > THREADS_MAX)
		snapshot->complete = false;
	for (unsigned i = 0; i < count && i < THREADS_MAX; i++)
		look_at_all(snapshot, processes[i], NULL);
}

static bool somebody_lends_memory(const struct snapshot *snapshot)
{
	for (uint32_t i = 0; i < snapshot->count; i++)
		if (snapshot->threads[i].lends_memory)
			return true;
	return false;
}

/* An owner that lives was seen with the others, or it came after them. */
static bool has_missed_owner(const struct snapshot *snapshot, const struct snapshot_thread *thread)
{
	struct task task;
	const struct snapshot_thread *owner = snapshot_find(snapshot, thread->owner);
	return thread->view.kind == WAIT_LOCK && thread->owner &&
	       !(owner && owner->view.process == thread->view.process) &&
	       task_read(thread->view.process, thread->owner, &task) && !is_dead(&task);
}

/* When it is known who there is. */
static void read_word(struct snapshot *snapshot, struct snapshot_thread *thread,
		      const struct record *record)
{
	struct thread_view *view = &thread->view;
	if (view->kind == WAIT_LOCK || (view->forked && view->futex))
		read_lock(thread, record);
	if (view->kind == WAIT_NOTHING && view->futex) {
		int32_t tid = word_mutex_owner(view->process, view->futex);
		const struct snapshot_thread *owner = snapshot_find(snapshot, tid);
		view->foreign_owner = owner && owner->view.process == view->process;
		thread->owner = view->foreign_owner ? tid : 0;
	}
	if (has_missed_owner(snapshot, thread))
		snapshot->complete = false;
}

void snapshot_take(struct snapshot *snapshot, pid_t pid, const struct record *record)
{
	snapshot->count = 0;
	snapshot->complete = true;
	if (!look_at_all(snapshot, pid, record))
		snapshot->complete = false;
	look_at_descendants(snapshot, pid);
	bool shared = somebody_lends_memory(snapshot);
	for (uint32_t i = 0; i < snapshot->count; i++) {
		struct snapshot_thread *thread = &snapshot->threads[i];
		/* What belongs to whom cannot be told then. */
		if (!(shared && thread->view.forked))
			read_word(snapshot, thread, record);
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
