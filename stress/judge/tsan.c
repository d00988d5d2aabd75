/* ThreadSanitizer's reports, as the child's hook recorded them.
 *
 * A lock-order inversion is a prediction: the locks need not have met.  Reports of other kinds are
 * findings of their own, but for leaked threads: a heap may keep some, and the harness sees itself
 * that its own are joined.  A kind that is not in the table is the harness's ignorance. */
#include "stress/judge.h"

#include <stdio.h>
#include <string.h>

static const struct kind {
	const char *name; /* the beginning of it */
	enum outcome outcome;
	const char *meaning;
} kinds[] = {
    {"lock-order-inversion", OUTCOME_lock_cycle, "Locks are taken in orders that can deadlock"},
    {"data-race", OUTCOME_race, "Two threads use the same memory without order"},
    {"external-race", OUTCOME_race, "Two threads use the same object without order"},
    {"heap-use-after-free", OUTCOME_corrupt, "Memory is used after it was freed"},
    {"locked-mutex-destroy", OUTCOME_corrupt, "A lock is destroyed while it is held"},
    {"mutex-", OUTCOME_corrupt, "A lock is misused"},
    {"signal-unsafe-call", OUTCOME_lock_cycle, "A signal handler calls what may hold a lock"},
    {"errno-in-signal-handler", OUTCOME_corrupt, "A signal handler spoils errno"},
    {"thread-leak", OUTCOME_clean, ""},
};

static const struct kind *kind_of(const struct report *report)
{
	for (unsigned i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		if (strncmp(report->kind, kinds[i].name, strlen(kinds[i].name)) == 0)
			return &kinds[i];
	}
	return NULL;
}

static const char *class_name(const struct record *record, uint32_t class_index)
{
	return class_index < CLASSES_MAX ? record->classes[class_index].name : "";
}

/* The address of a class's token says nothing to anybody; that of a foreign lock does. */
static uint64_t instance(uint32_t class_index, uint64_t address)
{
	return class_index < CLASSES_MAX ? 0 : address;
}

/* Our locks give the place that takes them as the innermost frame, and the frames on the way from
   there to the primitive come next: those are dropped. */
static uint32_t copy_stack(uint64_t *to, const uint64_t *from, uint32_t frames)
{
	uint32_t first = 0;
	for (uint32_t i = 1; i < frames; i++) {
		if (from[i] == from[0])
			first = i;
	}
	memcpy(to, from + first, (frames - first) * sizeof *to);
	return frames - first;
}

static void copy_edges(const struct record *record, const struct report *report,
		       struct finding *finding)
{
	finding->edge_count = report->edge_count;
	for (unsigned i = 0; i < report->edge_count; i++) {
		const struct report_edge *from = &report->edges[i];
		struct finding_edge *to = &finding->edges[i];
		memcpy(to->thread, from->thread, sizeof to->thread);
		snprintf(to->held, sizeof to->held, "%s", class_name(record, from->held_class));
		snprintf(to->wanted, sizeof to->wanted, "%s",
			 class_name(record, from->wanted_class));
		to->held_instance = instance(from->held_class, from->held_address);
		to->wanted_instance = instance(from->wanted_class, from->wanted_address);
		to->held_frames = copy_stack(to->held_stack, from->held_stack, from->held_frames);
		to->wanted_frames =
		    copy_stack(to->wanted_stack, from->wanted_stack, from->wanted_frames);
		if (from->wanted_class < CLASSES_MAX && to->wanted_frames)
			to->wanted_site = to->wanted_stack[0];
	}
}

/* "mheap > prof > mheap"; an unnamed lock is shown as its address. */
static void tell_cycle(struct finding *finding)
{
	size_t used = strlen(finding->why);
	for (unsigned i = 0; i <= finding->edge_count && used < sizeof finding->why; i++) {
		const struct finding_edge *edge = &finding->edges[i % finding->edge_count];
		char address[32];
		snprintf(address, sizeof address, "lock %#llx",
			 (unsigned long long)edge->held_instance);
		used += (size_t)snprintf(finding->why + used, sizeof finding->why - used, "%s%s",
					 i ? " > " : ": ", edge->held[0] ? edge->held : address);
	}
}

static void look(const struct evidence *evidence, struct findings *findings)
{
	const struct record *record = evidence->record;
	for (unsigned i = 0; !evidence->record_damaged && i < record->report_count; i++) {
		const struct report *report = &record->reports[i];
		const struct kind *kind = kind_of(report);
		if (!kind) {
			findings_add(findings, OUTCOME_broken, "tsan",
				     "ThreadSanitizer reported \"%s\", which no judge knows",
				     report->kind);
			continue;
		}
		if (kind->outcome == OUTCOME_clean)
			continue;
		struct finding *finding =
		    findings_add(findings, kind->outcome, "tsan", "%s", kind->meaning);
		copy_edges(record, report, finding);
		if (strcmp(report->kind, "lock-order-inversion") != 0) {
			size_t used = strlen(finding->why);
			snprintf(finding->why + used, sizeof finding->why - used, " (%s)",
				 report->kind);
		} else if (finding->edge_count > 0) {
			tell_cycle(finding);
		}
	}
}

JUDGE(tsan) = {
    .story = "ThreadSanitizer's reports: lock orders that can deadlock, races, misuse",
    .look = look,
};
