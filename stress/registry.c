#include "stress/registry.h"

#include "stress/nearest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DECLARED_MAX = 512, PART_MIN = 3 /* letters that make a part of an id a likeness */ };

static struct list {
	struct declared *first;
	const struct declared *sorted[DECLARED_MAX];
	size_t count;
} lists[DECLARED_KINDS];

static const char *const kind_names[] = {"scenario", "allocator", "bug", "strategy", "judge"};

const char *declared_kind_name(enum declared_kind kind)
{
	return kind_names[kind];
}

void gridlock_declare(struct declared *declared)
{
	struct list *list = &lists[declared->kind];
	declared->next = list->first;
	list->first = declared;
}

static int by_id(const void *a, const void *b)
{
	const struct declared *const *x = a, *const *y = b;
	return strcmp((*x)->id, (*y)->id);
}

static void close_list(struct list *list, enum declared_kind kind)
{
	list->count = 0;
	for (const struct declared *d = list->first; d; d = d->next) {
		if (list->count == DECLARED_MAX) {
			fprintf(stderr, "gridlock: more than %d declarations of a kind: %s\n",
				DECLARED_MAX, kind_names[kind]);
			abort();
		}
		list->sorted[list->count++] = d;
	}
	qsort(list->sorted, list->count, sizeof list->sorted[0], by_id);
	for (size_t i = 1; i < list->count; i++) {
		const struct declared *a = list->sorted[i - 1], *b = list->sorted[i];
		if (strcmp(a->id, b->id) == 0) {
			fprintf(stderr, "gridlock: %s '%s' is declared twice: %s:%d and %s:%d\n",
				kind_names[kind], a->id, a->file, a->line, b->file, b->line);
			abort();
		}
	}
}

void registry_close(void)
{
	for (unsigned kind = 0; kind < DECLARED_KINDS; kind++)
		close_list(&lists[kind], (enum declared_kind)kind);
}

size_t registry_count(enum declared_kind kind)
{
	return lists[kind].count;
}

const struct declared *registry_at(enum declared_kind kind, size_t index)
{
	return lists[kind].sorted[index];
}

const struct declared *registry_find(enum declared_kind kind, const char *id)
{
	for (size_t i = 0; i < lists[kind].count; i++)
		if (strcmp(lists[kind].sorted[i]->id, id) == 0)
			return lists[kind].sorted[i];
	return NULL;
}

const char *registry_nearest(enum declared_kind kind, const char *name)
{
	const char *names[DECLARED_MAX];
	size_t count = lists[kind].count;
	for (size_t i = 0; i < count; i++) {
		names[i] = lists[kind].sorted[i]->id;
		if (strlen(name) >= PART_MIN && strstr(names[i], name))
			return names[i];
	}
	return nearest_of(name, names, count);
}
