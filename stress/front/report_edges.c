#include "stress/front/pen.h"
#include "stress/judge/step.h"

#include <inttypes.h>
#include <string.h>

enum { SYMBOLS_MAX = 256 };

/* How many innermost symbols belong to a primitive of ours, or to what it calls.  Another primitive
   may follow farther out: a signal handler ran inside it. */
static unsigned primitive_depth(const struct symbol *symbols, unsigned count)
{
	unsigned depth = 0;
	for (unsigned i = 0; i < count && i < SYMBOL_INLINES_MAX; i++) {
		if (strncmp(symbols[i].file, "stress/sync/", 12) == 0)
			depth = i + 1;
		else if (depth)
			break;
	}
	return depth < count ? depth : 0;
}

/* Everything, or on a terminal what matters: from `site` on where that is a frame. */
static void print_stack(const struct pen *pen, const uint64_t *frames, unsigned count,
			uint64_t site)
{
	static struct symbol symbols[SYMBOLS_MAX];
	unsigned used = 0, from = 0;
	for (unsigned i = 0; i < count && pen->style->frames_max; i++)
		from = frames[i] == site ? i : from;
	for (unsigned i = from; i < count && used + SYMBOL_INLINES_MAX <= SYMBOLS_MAX; i++)
		used += symbols_at(pen->symbols, &pen->result->code, frames[i], &symbols[used],
				   SYMBOL_INLINES_MAX);
	unsigned most = pen->style->frames_max;
	unsigned first = most && from == 0 ? primitive_depth(symbols, used) : 0;
	unsigned end = most && used > first + most ? first + most : used;
	for (unsigned i = first; i < end; i++) {
		const struct symbol *symbol = &symbols[i];
		if (symbol->file[0])
			fprintf(pen->file, "        %-36s %s:%d\n", symbol->function, symbol->file,
				symbol->line);
		else
			fprintf(pen->file, "        %s\n", symbol->function);
	}
	if (end < used)
		fprintf(pen->file, "        and %u more\n", used - end);
	if (count == 0)
		fprintf(pen->file, "        (no stack)\n");
}

/* "mheap", "mheap (0x7f…)", "list (heap.so+0x42c0)", or "the lock at 0x7f…". */
static void name_lock(const struct pen *pen, char *text, size_t size, const char *class_name,
		      uint64_t instance)
{
	struct variable variable;
	char name[2 * SYMBOL_NAME_MAX];
	if (class_name[0] && instance) {
		snprintf(text, size, "%s (0x%" PRIx64 ")", pen_clean(class_name), instance);
	} else if (class_name[0]) {
		snprintf(text, size, "%s", pen_clean(class_name));
	} else if (instance && variable_at(pen->symbols, &pen->result->code, instance, &variable)) {
		variable_print(&variable, name, sizeof name);
		snprintf(text, size, "%s", pen_clean(name));
	} else if (instance) {
		snprintf(text, size, "the lock at 0x%" PRIx64, instance);
	} else {
		text[0] = 0;
	}
}

/* Beside where the hang took its lock: where else the prediction saw the same thread take it. */
static void print_taken_before(const struct pen *pen, const struct finding *finding,
			       const struct finding_edge *edge)
{
	for (unsigned i = 0; i < finding->predicted_count; i++) {
		const struct finding_edge *step = &finding->predicted[i];
		if (!step_is_like(step, edge) || !step_taken_elsewhere(step, edge))
			continue;
		fprintf(pen->file, "      the prediction saw %s taken at\n", pen_clean(step->held));
		print_stack(pen, step->held_stack, step->held_frames, 0);
	}
}

static void print_wanted_before(const struct pen *pen, const struct finding *finding,
				const struct finding_edge *edge)
{
	for (unsigned i = 0; i < finding->predicted_count; i++) {
		const struct finding_edge *step = &finding->predicted[i];
		if (!step_is_like(step, edge) || !step_wanted_elsewhere(step, edge))
			continue;
		fprintf(pen->file, "      the prediction saw %s wanted at\n",
			pen_clean(step->wanted));
		print_stack(pen, step->wanted_stack, step->wanted_frames, step->wanted_site);
	}
}

static void print_lock_edge(const struct pen *pen, const struct finding *finding,
			    const struct finding_edge *edge)
{
	char held[2 * SYMBOL_NAME_MAX], wanted[2 * SYMBOL_NAME_MAX];
	FILE *file = pen->file;
	name_lock(pen, held, sizeof held, edge->held, edge->held_instance);
	name_lock(pen, wanted, sizeof wanted, edge->wanted, edge->wanted_instance);
	fprintf(file, "\n  %s%s%s", pen_strong(pen->style),
		edge->thread[0] ? pen_clean(edge->thread) : "a thread", pen_normal(pen->style));
	if (held[0])
		fprintf(file, " holds %s%s", held, wanted[0] ? " and" : "");
	if (wanted[0])
		fprintf(file, " wants %s", wanted);
	fputc('\n', file);
	if (edge->remark[0]) {
		fputs("    ", file);
		report_wrap(file, 4, pen_clean(edge->remark));
	}
	if (held[0] && edge->held_frames == 0)
		fprintf(file, "      where %s was taken is not known\n", held);
	if (held[0] && edge->held_frames > 0) {
		fprintf(file, "      %s was taken at\n", held);
		print_stack(pen, edge->held_stack, edge->held_frames, 0);
	}
	print_taken_before(pen, finding, edge);
	if (wanted[0])
		fprintf(file, "      %s is wanted at\n", wanted);
	else
		fprintf(file, "      it is at\n");
	print_stack(pen, edge->wanted_stack, edge->wanted_frames, edge->wanted_site);
	print_wanted_before(pen, finding, edge);
}

static bool is_shown(const struct finding *finding, const struct finding_edge *step)
{
	for (unsigned i = 0; i < finding->edge_count; i++) {
		if (step_is_like(&finding->edges[i], step))
			return true;
	}
	return false;
}

static bool is_wanted_there(const struct finding *finding, const struct finding_edge *step)
{
	for (unsigned i = 0; i < finding->edge_count; i++) {
		const struct finding_edge *edge = &finding->edges[i];
		if (strcmp(edge->wanted, step->wanted) == 0 && edge->wanted_site &&
		    edge->wanted_site == step->wanted_site)
			return true;
	}
	return false;
}

/* A step of the prediction that is none of the hang's: another thread's, or of other locks. */
static void print_predicted(const struct pen *pen, const struct finding *finding,
			    const struct finding_edge *step)
{
	char held[2 * SYMBOL_NAME_MAX], wanted[2 * SYMBOL_NAME_MAX];
	name_lock(pen, held, sizeof held, step->held, step->held_instance);
	name_lock(pen, wanted, sizeof wanted, step->wanted, step->wanted_instance);
	fprintf(pen->file, "\n  predicted from %s, which held %s and wanted %s\n",
		step->thread[0] ? pen_clean(step->thread) : "a thread", held, wanted);
	fprintf(pen->file, "      %s was taken at\n", held);
	print_stack(pen, step->held_stack, step->held_frames, 0);
	if (is_wanted_there(finding, step)) {
		fprintf(pen->file, "      %s was wanted at the same place\n", wanted);
		return;
	}
	fprintf(pen->file, "      %s was wanted at\n", wanted);
	print_stack(pen, step->wanted_stack, step->wanted_frames, step->wanted_site);
}

/* A race has two accesses and no locks; other reports have one stack. */
static void print_accesses(const struct pen *pen, const struct finding_edge *edge)
{
	fprintf(pen->file, "\n  %s is at", edge->thread[0] ? pen_clean(edge->thread) : "a thread");
	if (edge->wanted_instance)
		fprintf(pen->file, ", address 0x%" PRIx64, edge->wanted_instance);
	fputc('\n', pen->file);
	print_stack(pen, edge->wanted_stack, edge->wanted_frames, 0);
	if (edge->held_frames) {
		fprintf(pen->file, "  the other one is at\n");
		print_stack(pen, edge->held_stack, edge->held_frames, 0);
	}
}

void pen_edges(const struct pen *pen, const struct finding *finding)
{
	for (unsigned i = 0; i < finding->edge_count; i++) {
		const struct finding_edge *edge = &finding->edges[i];
		bool accesses = finding->outcome == OUTCOME_race ||
				finding->outcome == OUTCOME_crash ||
				(finding->outcome == OUTCOME_corrupt && !edge->held[0]);
		if (accesses)
			print_accesses(pen, edge);
		else
			print_lock_edge(pen, finding, edge);
	}
	for (unsigned i = 0; i < finding->predicted_count; i++) {
		if (!is_shown(finding, &finding->predicted[i]))
			print_predicted(pen, finding, &finding->predicted[i]);
	}
	if (finding->edge_count)
		fputc('\n', pen->file);
}
