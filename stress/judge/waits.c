/* A run that stood still: who waits for whom.  The keeper has decided already whether it is proved
 * (keeper/watchdog.c); here it is put into words and edges. */
#include "stress/judge.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { WAIT_TEXT_MAX = 192 };

/* Text that grows, and stops growing when it is full. */
struct text {
	char *at;
	size_t size, used;
};

__attribute__((format(printf, 2, 3))) static void say(struct text *text, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int size = vsnprintf(text->at + text->used, text->size - text->used, format, args);
	va_end(args);
	text->used += size < 0 ? 0 : (size_t)size;
	if (text->used >= text->size)
		text->used = text->size - 1;
}

/* ---- names -------------------------------------------------------------------------------- */

static const struct thread_slot *slot_of(const struct evidence *evidence,
					 const struct thread_view *view)
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

struct name {
	char text[NAME_MAX_BYTES];
};

static struct name thread_of(const struct evidence *evidence, int32_t tid)
{
	struct name name;
	const struct thread_view *view = view_of(evidence, tid);
	const struct thread_slot *slot = view ? slot_of(evidence, view) : NULL;
	if (slot && slot->name[0])
		memcpy(name.text, slot->name, sizeof name.text);
	else
		snprintf(name.text, sizeof name.text, "thread %d", tid);
	return name;
}

static struct name class_at(const struct evidence *evidence, uint32_t index)
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
	struct name name = class_at(evidence, view->class_index);
	if (name.text[0] == 0)
		snprintf(name.text, sizeof name.text, "%s",
			 view->kind == WAIT_JOIN      ? "the end of a thread"
			 : view->kind == WAIT_NOTHING ? "something unannounced"
						      : "something without a name");
	return name;
}

/* ---- what a slot holds and owes -------------------------------------------------------------- */

static const struct held *hold_of(const struct thread_slot *slot, uint64_t lock)
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
		say(text, "asleep on a lock, and nobody owes it a wake");
		return;
	}
	struct name who = thread_of(evidence, next->tid);
	if (owes(slot_of(evidence, next), view->futex))
		say(text, "asleep on a lock whose wake is owed by %s", who.text);
	else
		say(text, "asleep on a lock whose wake went to %s, held up in a signal handler",
		    who.text);
	say(text, ", which waits for %s", goal_of(evidence, next).text);
	if (hold_of(slot_of(evidence, view), next->futex))
		say(text, ", which the sleeper holds");
}

static void say_owned(struct text *text, const struct evidence *evidence,
		      const struct thread_view *view)
{
	struct name goal = goal_of(evidence, view);
	if (view->waits_for == view->tid)
		say(text, "waits for %s, which it holds itself", goal.text);
	else if (!view_of(evidence, view->waits_for))
		say(text, "waits for %s, whose owner (thread %d) no longer exists", goal.text,
		    view->waits_for);
	else
		say(text, "waits for %s, which %s holds", goal.text,
		    thread_of(evidence, view->waits_for).text);
}

static void say_wait(struct text *text, const struct evidence *evidence,
		     const struct thread_view *view)
{
	if (view->level == 1)
		say(text, "in a signal handler, ");
	if (view->foreign_owner)
		say(text, "waits for a mutex whose owner seems to be %s",
		    thread_of(evidence, view->waits_for).text);
	else if (view->timed)
		say(text, "in a wait that ends by itself");
	else if (view->kind == WAIT_LOCK && view->owed)
		say_no_wake(text, evidence, view);
	else if (view->kind == WAIT_LOCK && view->waits_for)
		say_owned(text, evidence, view);
	else if (view->kind == WAIT_LOCK)
		say_no_wake(text, evidence, view);
	else if (view->kind == WAIT_JOIN)
		say(text, "waits for the end of %s", thread_of(evidence, view->waits_for).text);
	else if (view->kind != WAIT_NOTHING)
		say(text, "waits for %s, which %s", goal_of(evidence, view).text,
		    view->in_deadlock ? "nobody is left to end" : "anybody may end");
	else if (view->futex)
		say(text, "asleep on a futex that nobody announced");
	else if (view->state == 'R' || view->syscall < 0)
		say(text, "running without progress");
	else
		say(text, "in system call %ld", view->syscall);
}

/* ---- edges --------------------------------------------------------------------------------- */

static void fill_held(struct finding_edge *edge, const struct evidence *evidence,
		      const struct thread_view *view, const struct thread_view *waiter)
{
	const struct thread_slot *slot = slot_of(evidence, view);
	const struct held *held = waiter ? hold_of(slot, waiter->futex) : NULL;
	if (!held && !waiter && slot && slot->held_count > 0 && slot->held_count <= HELD_MAX)
		held = &slot->held[slot->held_count - 1];
	if (held) {
		edge->held_instance = held->lock;
		memcpy(edge->held, class_at(evidence, held->class_index).text, sizeof edge->held);
		edge->held_frames = held->site ? 1 : 0;
		edge->held_stack[0] = held->site;
	} else if (waiter) {
		/* The obligation to let the next one in: it owns the lock, or owes its wake. */
		edge->held_instance = waiter->futex;
		memcpy(edge->held, class_at(evidence, waiter->class_index).text, sizeof edge->held);
	}
}

/* `waiter` is the thread that waits for this one in the cycle; NULL outside of one. */
static void add_edge(struct finding *finding, const struct evidence *evidence,
		     const struct thread_view *view, const struct thread_view *waiter)
{
	if (finding->edge_count == REPORT_EDGES_MAX)
		return;
	struct finding_edge *edge = &finding->edges[finding->edge_count++];
	memcpy(edge->thread, thread_of(evidence, view->tid).text, sizeof edge->thread);
	memcpy(edge->wanted, class_at(evidence, view->class_index).text, sizeof edge->wanted);
	edge->wanted_instance = view->futex;
	edge->wanted_frames = view->frame_count < FRAMES_MAX ? view->frame_count : FRAMES_MAX;
	memcpy(edge->wanted_stack, view->frames, edge->wanted_frames * sizeof view->frames[0]);
	fill_held(edge, evidence, view, waiter);
	struct text remark = {edge->remark, sizeof edge->remark, 0};
	say_wait(&remark, evidence, view);
}

static uint32_t cycle_length(const struct observation *seen)
{
	uint32_t count = seen->cycle_count <= REPORT_EDGES_MAX ? seen->cycle_count : 0;
	for (uint32_t i = 0; i < count; i++)
		if (seen->cycle[i] >= seen->thread_count)
			return 0;
	return count;
}

/* Where there is no cycle: whom to tell of.  Those who only wait for another's end say nothing. */
static bool is_told(const struct observation *seen, const struct thread_view *view)
{
	if (view->kind == WAIT_JOIN)
		return false;
	return seen->standstill == STANDSTILL_PROVED ? view->in_deadlock
						     : view->slot >= 0 || view->foreign_owner;
}

static void add_edges(struct finding *finding, const struct evidence *evidence)
{
	const struct observation *seen = evidence->seen;
	uint32_t count = cycle_length(seen);
	for (uint32_t i = 0; i < count; i++)
		add_edge(finding, evidence, &seen->threads[seen->cycle[i]],
			 &seen->threads[seen->cycle[(i + count - 1) % count]]);
	for (uint32_t i = 0; count == 0 && i < seen->thread_count; i++)
		if (is_told(seen, &seen->threads[i]))
			add_edge(finding, evidence, &seen->threads[i], NULL);
	struct text why = {finding->why, sizeof finding->why, strlen(finding->why)};
	for (uint32_t i = 0; i < finding->edge_count; i++) {
		const struct finding_edge *edge = &finding->edges[i];
		bool named = !strstr(edge->remark, "asleep on") || !edge->wanted[0];
		say(&why, "%s %s%s%s: %s", i ? ";" : "", edge->thread, named ? "" : ", wanting ",
		    named ? "" : edge->wanted, edge->remark);
	}
	say(&why, ".");
}

/* ---- the verdict ----------------------------------------------------------------------------- */

static void tell_deadlock(const struct evidence *evidence, struct findings *findings)
{
	const struct observation *seen = evidence->seen;
	uint32_t blocked = 0;
	for (uint32_t i = 0; i < seen->thread_count; i++)
		blocked += seen->threads[i].in_deadlock;
	struct finding *finding = findings_add(
	    findings, OUTCOME_deadlock, "waits", "%u of %u threads can never go on (after %lu ms).",
	    blocked, seen->thread_count, seen->standstill_ns / 1000000);
	add_edges(finding, evidence);
}

static void tell_stuck(const struct evidence *evidence, struct findings *findings)
{
	const struct observation *seen = evidence->seen;
	char reason[WAIT_TEXT_MAX] = "";
	if (seen->reason[0])
		snprintf(reason, sizeof reason, " The run %.128s.", seen->reason);
	else if (seen->extensions)
		snprintf(reason, sizeof reason, " It was given time %u times more.",
			 seen->extensions);
	struct finding *finding = findings_add(
	    findings, OUTCOME_stuck, "waits", "%s made no progress for %lu ms.%s",
	    seen->stuck_thread[0] ? seen->stuck_thread : "A thread", seen->stood_ms, reason);
	add_edges(finding, evidence);
}

static void look(const struct evidence *evidence, struct findings *findings)
{
	if (evidence->seen->standstill == STANDSTILL_PROVED && !evidence->record_damaged)
		tell_deadlock(evidence, findings);
	else if (evidence->seen->standstill != STANDSTILL_NONE)
		tell_stuck(evidence, findings);
}

JUDGE(waits) = {
    .story = "a run that stood still: who waits for whom, and whether it can ever end",
    .look = look,
};
