#include "stress/judge/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void text_say(struct text *text, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int size = vsnprintf(text->at + text->used, text->size - text->used, format, args);
	va_end(args);
	text->used += size < 0 ? 0 : (size_t)size;
	if (text->used >= text->size)
		text->used = text->size - 1;
}

/* ---- names ---------------------------------------------------------------------------------- */

const struct thread_slot *view_slot(const struct evidence *evidence, const struct thread_view *view)
{
	if (evidence->record_damaged || view->slot < 0 || view->slot >= THREADS_MAX)
		return NULL;
	return &evidence->record->threads[view->slot];
}

static const struct thread_view *view_of(const struct evidence *evidence, int32_t tid)
{
	for (uint32_t i = 0; i < evidence->seen->thread_count; i++)
		if (evidence->seen->threads[i].tid == tid)
			return &evidence->seen->threads[i];
	return NULL;
}

/* Who waits for the end of the process; or NULL. */
static const struct thread_view *waiter_for(const struct evidence *evidence, int32_t process)
{
	for (uint32_t i = 0; i < evidence->seen->thread_count; i++) {
		const struct thread_view *view = &evidence->seen->threads[i];
		if (view->kind == WAIT_PROCESS && view->waits_for == process)
			return view;
	}
	return NULL;
}

static struct name forked_thread(const struct evidence *evidence, const struct thread_view *view)
{
	struct name name;
	const struct thread_view *parent = waiter_for(evidence, view->process);
	const struct thread_slot *slot = parent ? view_slot(evidence, parent) : NULL;
	if (view->tid != view->process)
		snprintf(name.text, sizeof name.text, "thread %d of a fork", view->tid);
	else if (slot && slot->name[0])
		snprintf(name.text, sizeof name.text, "fork of %.23s", slot->name);
	else
		snprintf(name.text, sizeof name.text, "forked process %d", view->process);
	return name;
}

struct name name_of_thread(const struct evidence *evidence, int32_t tid)
{
	struct name name;
	const struct thread_view *view = view_of(evidence, tid);
	const struct thread_slot *slot = view ? view_slot(evidence, view) : NULL;
	if (view && view->forked)
		return forked_thread(evidence, view);
	if (slot && slot->name[0])
		memcpy(name.text, slot->name, sizeof name.text);
	else
		snprintf(name.text, sizeof name.text, "thread %d", tid);
	return name;
}

/* The slot of a thread of the child's that is there, or was; or NULL. */
static const struct thread_slot *slot_of_tid(const struct evidence *evidence, int32_t tid)
{
	for (uint32_t i = 0; !evidence->record_damaged && i < THREADS_MAX; i++)
		if (evidence->record->threads[i].tid == tid && evidence->record->threads[i].name[0])
			return &evidence->record->threads[i];
	return NULL;
}

/* The owner, as the lock names it, is a thread of the waiter's process. */
static bool owner_is_beside(const struct evidence *evidence, const struct thread_view *view)
{
	const struct thread_view *owner = view_of(evidence, view->waits_for);
	return owner && owner->process == view->process;
}

bool view_is_orphaned(const struct evidence *evidence, const struct thread_view *view)
{
	return view->forked && view->kind == WAIT_LOCK && view->waits_for &&
	       !owner_is_beside(evidence, view);
}

struct name name_of_class(const struct evidence *evidence, uint32_t index)
{
	struct name name = {""};
	if (!evidence->record_damaged && index < CLASSES_MAX &&
	    index < evidence->record->class_count)
		memcpy(name.text, evidence->record->classes[index].name, sizeof name.text);
	return name;
}

/* What it waits for, as a noun. */
static struct name goal_of(const struct evidence *evidence, const struct thread_view *view)
{
	struct name name = name_of_class(evidence, view->class_index);
	if (name.text[0] == 0)
		snprintf(name.text, sizeof name.text, "%s",
			 view->kind == WAIT_JOIN      ? "the end of a thread"
			 : view->kind == WAIT_PROCESS ? "the end of a process"
			 : view->kind == WAIT_NOTHING ? "something unannounced"
						      : "something without a name");
	return name;
}

/* ---- what a slot holds and owes -------------------------------------------------------------- */

const struct held *slot_hold(const struct thread_slot *slot, uint64_t lock)
{
	for (uint32_t i = 0; slot && i < slot->held_count && i < HELD_MAX; i++)
		if (slot->held[i].lock == lock)
			return &slot->held[i];
	return NULL;
}

static bool owes(const struct thread_slot *slot, uint64_t lock)
{
	for (unsigned i = 0; slot && i < LEVELS; i++)
		for (unsigned j = 0; j < OWES_MAX; j++)
			if (slot->waits[i].owes[j] == lock)
				return true;
	return false;
}

/* ---- one wait in words ------------------------------------------------------------------------
 */

/* The lock need not be free: another thread may take and release it all the while. */
static void say_no_wake(struct text *text, const struct evidence *evidence,
			const struct thread_view *view)
{
	const struct thread_view *next = view_of(evidence, view->waits_for);
	if (!next) {
		text_say(text, "asleep on a lock, and nobody owes it a wake");
		return;
	}
	struct name who = name_of_thread(evidence, next->tid);
	if (owes(view_slot(evidence, next), view->futex))
		text_say(text, "asleep on a lock whose wake is owed by %s", who.text);
	else
		text_say(text,
			 "asleep on a lock whose wake went to %s, held up in a signal handler",
			 who.text);
	text_say(text, ", which waits for %s", goal_of(evidence, next).text);
	if (slot_hold(view_slot(evidence, view), next->futex))
		text_say(text, ", which the sleeper holds");
}

static void say_orphaned(struct text *text, const struct evidence *evidence,
			 const struct thread_view *view)
{
	const struct thread_slot *owner = slot_of_tid(evidence, view->waits_for);
	text_say(text, "waits for %s, ", goal_of(evidence, view).text);
	if (owner)
		text_say(text,
			 "which %s held when the fork copied it: its owner is not in this process",
			 owner->name);
	else
		text_say(text, "whose owner (thread %d) is not in this process", view->waits_for);
}

static void say_owned(struct text *text, const struct evidence *evidence,
		      const struct thread_view *view)
{
	struct name goal = goal_of(evidence, view);
	if (view_is_orphaned(evidence, view))
		say_orphaned(text, evidence, view);
	else if (view->waits_for == view->tid)
		text_say(text, "waits for %s, which it holds itself", goal.text);
	else if (!view_of(evidence, view->waits_for))
		text_say(text, "waits for %s, whose owner (thread %d) no longer exists", goal.text,
			 view->waits_for);
	else
		text_say(text, "waits for %s, which %s holds", goal.text,
			 name_of_thread(evidence, view->waits_for).text);
}

void text_say_wait(struct text *text, const struct evidence *evidence,
		   const struct thread_view *view)
{
	if (view->level == 1)
		text_say(text, "in a signal handler, ");
	if (view->foreign_owner)
		text_say(text, "waits for a mutex whose owner seems to be %s",
			 name_of_thread(evidence, view->waits_for).text);
	else if (view->timed)
		text_say(text, "in a wait that ends by itself");
	else if (view->kind == WAIT_LOCK && view->owed)
		say_no_wake(text, evidence, view);
	else if (view->kind == WAIT_LOCK && view->waits_for)
		say_owned(text, evidence, view);
	else if (view->kind == WAIT_LOCK && view->forked)
		text_say(text, "waits for %s, which nobody holds", goal_of(evidence, view).text);
	else if (view->kind == WAIT_LOCK)
		say_no_wake(text, evidence, view);
	else if (view->kind == WAIT_JOIN)
		text_say(text, "waits for the end of %s",
			 name_of_thread(evidence, view->waits_for).text);
	else if (view->kind == WAIT_PROCESS)
		text_say(text, "waits for the end of the process that it forked");
	else if (view->kind != WAIT_NOTHING)
		text_say(text, "waits for %s, which %s", goal_of(evidence, view).text,
			 view->in_deadlock ? "nobody is left to end" : "anybody may end");
	else if (view->futex)
		text_say(text, "asleep on a futex that nobody announced");
	else if (view->state == 'R' || view->syscall < 0)
		text_say(text, "running without progress");
	else
		text_say(text, "in system call %ld", view->syscall);
}
