#include "stress/judge/fold.h"

#include "stress/judge/step.h"

#include <stdio.h>
#include <string.h>

static void find_site(const struct record *record, struct finding_edge *edge)
{
	for (unsigned i = 0; i < record->thread_count; i++) {
		const struct thread_slot *slot = &record->threads[i];
		for (unsigned l = 0; l < LEVELS && strcmp(slot->name, edge->thread) == 0; l++) {
			if (slot->waits[l].wants == edge->wanted_instance)
				edge->wanted_site = slot->waits[l].site;
		}
	}
}

void fold_find_sites(const struct evidence *evidence, struct findings *findings)
{
	for (unsigned i = 0; !evidence->record_damaged && i < findings->count; i++) {
		struct finding *finding = &findings->at[i];
		for (unsigned j = 0; j < finding->edge_count; j++) {
			struct finding_edge *edge = &finding->edges[j];
			if (edge->wanted_instance && !edge->wanted_site)
				find_site(evidence->record, edge);
		}
	}
}

/* Locks without a class are all alike to us: they never make two findings the same. */
static bool same_classes(const struct finding *a, const struct finding *b)
{
	char of_a[CLASSES_TEXT_MAX], of_b[CLASSES_TEXT_MAX];
	finding_classes(a, of_a, sizeof of_a);
	finding_classes(b, of_b, sizeof of_b);
	return a->edge_count > 0 && !strchr(of_a, '?') && strcmp(of_a, of_b) == 0;
}

static bool has_frame(const struct finding_edge *edge, uint64_t address)
{
	for (unsigned i = 0; i < edge->held_frames; i++) {
		if (edge->held_stack[i] == address)
			return true;
	}
	return false;
}

/* A watchdog knows one address of the place that took a lock; a prediction has a whole stack, which
   may be that of another acquisition: only the same thread's, through the same place, will do. */
static void borrow_stacks(struct finding *hang, const struct finding *prediction)
{
	for (unsigned i = 0; i < hang->edge_count; i++) {
		struct finding_edge *to = &hang->edges[i];
		for (unsigned j = 0; j < prediction->edge_count && to->held_frames == 1; j++) {
			const struct finding_edge *from = &prediction->edges[j];
			if (strcmp(from->held, to->held) != 0 ||
			    strcmp(from->thread, to->thread) != 0 ||
			    !has_frame(from, to->held_stack[0]))
				continue;
			to->held_frames = from->held_frames;
			memcpy(to->held_stack, from->held_stack, sizeof to->held_stack);
		}
	}
}

static bool is_among(const struct finding_edge *edges, unsigned count,
		     const struct finding_edge *step)
{
	for (unsigned i = 0; i < count; i++) {
		if (step_is_like(step, &edges[i]) && !step_taken_elsewhere(step, &edges[i]) &&
		    !step_wanted_elsewhere(step, &edges[i]))
			return true;
	}
	return false;
}

/* Keeps with the hang what only the prediction knows; returns how many steps found no room. */
static unsigned keep_steps(struct finding *hang, const struct finding *prediction)
{
	unsigned lost = 0;
	for (unsigned i = 0; i < prediction->edge_count; i++) {
		const struct finding_edge *step = &prediction->edges[i];
		if (is_among(hang->edges, hang->edge_count, step) ||
		    is_among(hang->predicted, hang->predicted_count, step))
			continue;
		if (hang->predicted_count < REPORT_EDGES_MAX)
			hang->predicted[hang->predicted_count++] = *step;
		else
			lost++;
	}
	return lost;
}

static void remove_at(struct findings *findings, unsigned index)
{
	findings->count--;
	memmove(&findings->at[index], &findings->at[index + 1],
		(findings->count - index) * sizeof findings->at[0]);
}

static void confirm(struct findings *findings, struct finding *hang)
{
	unsigned lost = 0;
	for (unsigned i = 0; i < findings->count; i++) {
		struct finding *prediction = &findings->at[i];
		if (prediction->outcome != OUTCOME_lock_cycle || !same_classes(prediction, hang))
			continue;
		if (!hang->confirmed)
			finding_say(hang, "The cycle was predicted, and then it happened.");
		hang->confirmed = true;
		borrow_stacks(hang, prediction);
		lost += keep_steps(hang, prediction);
	}
	if (lost > 0) {
		char sentence[64];
		snprintf(sentence, sizeof sentence, "%u more predicted steps were not kept.", lost);
		finding_say(hang, sentence);
	}
}

void fold_predictions(struct findings *findings)
{
	for (unsigned i = 0; i < findings->count; i++) {
		if (findings->at[i].outcome == OUTCOME_deadlock)
			confirm(findings, &findings->at[i]);
	}
	for (unsigned i = 0; i < findings->count;) {
		bool folded = false;
		for (unsigned j = 0; j < findings->count; j++) {
			const struct finding *hang = &findings->at[j];
			folded |= hang->confirmed && same_classes(&findings->at[i], hang);
		}
		if (folded && findings->at[i].outcome == OUTCOME_lock_cycle)
			remove_at(findings, i);
		else
			i++;
	}
}
