/* A run that stood still: who waits for whom.  The keeper has decided already whether it is proved
 * (keeper/watchdog.c); here it is put into words and edges. */
#include "stress/judge.h"
#include "stress/judge/words.h"

#include <stdio.h>
#include <string.h>

enum { WAIT_TEXT_MAX = 192, OTHERS_TOLD_MAX = 3 };

/* ---- edges --------------------------------------------------------------------------------- */

static void fill_held(struct finding_edge *edge, const struct evidence *evidence,
		      const struct thread_view *view, const struct thread_view *waiter)
{
	const struct thread_slot *slot = view_slot(evidence, view);
	const struct held *held = waiter ? slot_hold(slot, waiter->futex) : NULL;
	if (!held && !waiter && slot && slot->held_count > 0 && slot->held_count <= HELD_MAX)
		held = &slot->held[slot->held_count - 1];
	if (held) {
		edge->held_instance = held->lock;
		memcpy(edge->held, name_of_class(evidence, held->class_index).text,
		       sizeof edge->held);
		edge->held_frames = held->site ? 1 : 0;
		edge->held_stack[0] = held->site;
	} else if (waiter) {
		/* The obligation to let the next one in: it owns the lock, or owes its wake. */
		edge->held_instance = waiter->futex;
		memcpy(edge->held, name_of_class(evidence, waiter->class_index).text,
		       sizeof edge->held);
	}
}

/* `waiter` is the thread that waits for this one in the cycle; NULL outside of one. */
static void add_edge(struct finding *finding, const struct evidence *evidence,
		     const struct thread_view *view, const struct thread_view *waiter)
{
	if (finding->edge_count == REPORT_EDGES_MAX)
		return;
	struct finding_edge *edge = &finding->edges[finding->edge_count++];
	memcpy(edge->thread, name_of_thread(evidence, view->tid).text, sizeof edge->thread);
	memcpy(edge->wanted, name_of_class(evidence, view->class_index).text, sizeof edge->wanted);
	edge->wanted_instance = view->futex;
	edge->wanted_frames = view->frame_count < FRAMES_MAX ? view->frame_count : FRAMES_MAX;
	memcpy(edge->wanted_stack, view->frames, edge->wanted_frames * sizeof view->frames[0]);
	edge->aside = view->kind == WAIT_PROCESS || view_is_orphaned(evidence, view);
	fill_held(edge, evidence, view, waiter);
	struct text remark = {edge->remark, sizeof edge->remark, 0};
	text_say_wait(&remark, evidence, view);
}

static uint32_t cycle_length(const struct observation *seen)
{
	uint32_t count = seen->cycle_count <= REPORT_EDGES_MAX ? seen->cycle_count : 0;
	for (uint32_t i = 0; i < count; i++)
		if (seen->cycle[i] >= seen->thread_count)
			return 0;
	return count;
}

static const struct thread_view *view_of_tid(const struct observation *seen, int32_t tid)
{
	for (uint32_t i = 0; tid && i < seen->thread_count; i++)
		if (seen->threads[i].tid == tid)
			return &seen->threads[i];
	return NULL;
}

/* Whether the guessed owners of mutexes, followed from this thread, lead back to it. */
static bool is_in_guessed_cycle(const struct observation *seen, const struct thread_view *view)
{
	const struct thread_view *at = view;
	for (uint32_t i = 0; at && at->foreign_owner && i < seen->thread_count; i++) {
		at = view_of_tid(seen, at->waits_for);
		if (at == view)
			return true;
	}
	return false;
}

/* Where there is no cycle: whom to tell of.  Those who only wait for another's end say nothing. */
static bool is_told(const struct observation *seen, const struct thread_view *view)
{
	if (view->kind == WAIT_JOIN)
		return false;
	return seen->standstill == STANDSTILL_PROVED
		   ? view->in_deadlock
		   : view->slot >= 0 || view->forked || view->foreign_owner;
}

static void add_edges(struct finding *finding, const struct evidence *evidence)
{
	const struct observation *seen = evidence->seen;
	uint32_t count = cycle_length(seen);
	for (uint32_t i = 0; i < count; i++)
		add_edge(finding, evidence, &seen->threads[seen->cycle[i]],
			 &seen->threads[seen->cycle[(i + count - 1) % count]]);
	/* Those whom others wait for come last among the threads, and first here. */
	for (uint32_t i = seen->thread_count; count == 0 && i-- > 0;)
		if (seen->threads[i].forked && is_told(seen, &seen->threads[i]))
			add_edge(finding, evidence, &seen->threads[i], NULL);
	for (uint32_t i = 0; count == 0 && i < seen->thread_count; i++)
		if (!seen->threads[i].forked && is_told(seen, &seen->threads[i]))
			add_edge(finding, evidence, &seen->threads[i], NULL);
}

static void say_edges(struct finding *finding, bool guesses_told)
{
	struct text why = {finding->why, sizeof finding->why, strlen(finding->why)};
	bool any = false;
	for (uint32_t i = 0; i < finding->edge_count; i++) {
		const struct finding_edge *edge = &finding->edges[i];
		bool named = !strstr(edge->remark, "asleep on") || !edge->wanted[0];
		if (guesses_told && strstr(edge->remark, "whose owner seems"))
			continue;
		text_say(&why, "%s %s%s%s: %s", any ? ";" : "", edge->thread,
			 named ? "" : ", wanting ", named ? "" : edge->wanted, edge->remark);
		any = true;
	}
	text_say(&why, any ? "." : "");
}

static bool is_in_cycle(const struct observation *seen, uint32_t index)
{
	for (uint32_t i = 0; i < cycle_length(seen); i++)
		if (seen->cycle[i] == index)
			return true;
	return false;
}

/* Who is in the deadlock by waiting for those of its cycle. */
static void say_others(struct finding *finding, const struct evidence *evidence)
{
	const struct observation *seen = evidence->seen;
	struct text why = {finding->why, sizeof finding->why, strlen(finding->why)};
	uint32_t others = 0;
	if (cycle_length(seen) == 0)
		return;
	for (uint32_t i = 0; i < seen->thread_count; i++) {
		const struct thread_view *view = &seen->threads[i];
		if (!view->in_deadlock || is_in_cycle(seen, i))
			continue;
		if (others++ < OTHERS_TOLD_MAX) {
			text_say(&why, "%s %s: ", others > 1 ? ";" : " Behind them:",
				 name_of_thread(evidence, view->tid).text);
			text_say_wait(&why, evidence, view);
		}
	}
	if (others > OTHERS_TOLD_MAX)
		text_say(&why, "; and %u more", others - OTHERS_TOLD_MAX);
	text_say(&why, others ? "." : "");
}

static bool guesses_lead_round(const struct observation *seen)
{
	for (uint32_t i = 0; i < seen->thread_count; i++)
		if (is_in_guessed_cycle(seen, &seen->threads[i]))
			return true;
	return false;
}

/* "giver 0 waits for taker 0, taker 0 for giver 0" */
static void say_guesses(struct finding *finding, const struct evidence *evidence)
{
	const struct observation *seen = evidence->seen;
	struct text why = {finding->why, sizeof finding->why, strlen(finding->why)};
	bool any = false;
	for (uint32_t i = 0; i < seen->thread_count; i++) {
		const struct thread_view *view = &seen->threads[i];
		if (!view->foreign_owner)
			continue;
		text_say(&why, "%s %s %sfor %s", any ? "," : " The mutexes seem to say why:",
			 name_of_thread(evidence, view->tid).text, any ? "" : "waits ",
			 view->waits_for == view->tid
			     ? "itself"
			     : name_of_thread(evidence, view->waits_for).text);
		any = true;
	}
	text_say(&why, ".");
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
	say_edges(finding, false);
	say_others(finding, evidence);
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
	bool round = guesses_lead_round(seen);
	if (round) {
		finding->meaning = "no progress for the limit; the mutexes seem to say why, "
				   "which is no proof";
		say_guesses(finding, evidence);
	}
	say_edges(finding, round);
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
