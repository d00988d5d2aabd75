/* The reader's side of the record: nothing that a child wrote is believed. */
#include "stress/record.h"

#include <stdlib.h>
#include <string.h>

static void bound(_Atomic uint32_t *count, uint32_t limit)
{
	if (atomic_load(count) > limit)
		atomic_store(count, limit);
}

static void bound_plain(uint32_t *count, uint32_t limit)
{
	if (*count > limit)
		*count = limit;
}

#define TERMINATE(array) ((array)[sizeof(array) - 1] = 0)

static void sane_thread(struct thread_slot *slot)
{
	TERMINATE(slot->name);
	bound(&slot->held_count, HELD_MAX);
	bound(&slot->level, LEVELS - 1);
	bound(&slot->operation, OPERATIONS_MAX);
	for (unsigned i = 0; i < HELD_MAX; i++)
		if (slot->held[i].class_index >= CLASSES_MAX)
			slot->held[i].class_index = 0;
	for (unsigned i = 0; i < LEVELS; i++)
		if (atomic_load(&slot->waits[i].class_index) >= CLASSES_MAX)
			atomic_store(&slot->waits[i].class_index, CLASS_NONE);
}

static void sane_report(struct report *report)
{
	TERMINATE(report->kind);
	bound_plain(&report->edge_count, REPORT_EDGES_MAX);
	for (unsigned i = 0; i < REPORT_EDGES_MAX; i++) {
		struct report_edge *edge = &report->edges[i];
		TERMINATE(edge->thread);
		bound_plain(&edge->held_frames, FRAMES_MAX);
		bound_plain(&edge->wanted_frames, FRAMES_MAX);
		if (edge->held_class >= CLASSES_MAX)
			edge->held_class = CLASS_NONE;
		if (edge->wanted_class >= CLASSES_MAX)
			edge->wanted_class = CLASS_NONE;
	}
}

bool record_make_sane(struct record *r)
{
	bound(&r->thread_count, THREADS_MAX);
	bound(&r->class_count, CLASSES_MAX);
	bound(&r->operation_count, OPERATIONS_MAX);
	bound(&r->report_count, REPORTS_MAX);
	bound(&r->module_count, MODULES_MAX);
	bound(&r->message_count, MESSAGES_MAX);
	bound_plain(&r->bystander_count, BYSTANDERS_MAX);
	for (unsigned i = 0; i < CLASSES_MAX; i++) {
		TERMINATE(r->classes[i].name);
		TERMINATE(r->classes[i].guards);
	}
	for (unsigned i = 0; i < OPERATIONS_MAX; i++)
		TERMINATE(r->operations[i]);
	for (unsigned i = 0; i < MESSAGES_MAX; i++)
		TERMINATE(r->messages[i].text);
	for (unsigned i = 0; i < MODULES_MAX; i++)
		TERMINATE(r->modules[i].path);
	for (unsigned i = 0; i < REPORTS_MAX; i++)
		sane_report(&r->reports[i]);
	for (unsigned i = 0; i < THREADS_MAX; i++)
		sane_thread(&r->threads[i]);
	TERMINATE(r->death.thread);
	bound_plain(&r->death.frames, FRAMES_MAX);
	return r->magic == RECORD_MAGIC && atomic_load(&r->phase) <= PHASE_DONE;
}

static uint32_t class_named(const struct record *r, const char *name, size_t length)
{
	for (uint32_t i = 0; i < CLASSES_MAX; i++)
		if (strlen(r->classes[i].name) == length &&
		    memcmp(r->classes[i].name, name, length) == 0)
			return i;
	return CLASS_NONE;
}

/* "malloc large" and "malloc/sampled" are kinds of "malloc", "mallocs" is not. */
static bool is_kind_of(const char *operation, const char *what)
{
	size_t length = strlen(what);
	return strncmp(operation, what, length) == 0 &&
	       (operation[length] == 0 || operation[length] == ' ' || operation[length] == '/');
}

uint64_t record_executed(const struct record *r, const char *what)
{
	const char *arrow = strchr(what, '>');
	if (arrow) {
		uint32_t held = class_named(r, what, (size_t)(arrow - what));
		uint32_t taken = class_named(r, arrow + 1, strlen(arrow + 1));
		if (held == CLASS_NONE || taken == CLASS_NONE)
			return 0;
		return atomic_load(&r->edges[held][taken]);
	}
	uint64_t times = 0;
	uint32_t count = atomic_load(&r->operation_count);
	for (uint32_t i = 0; i < count; i++)
		if (is_kind_of(r->operations[i], what))
			times += atomic_load(&r->operation_counts[i]);
	return times;
}
