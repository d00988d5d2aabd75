#include "stress/sync/lock_class.h"

#include "stress/record.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Index 0 stays empty, so that a class in zeroed memory is told apart from the first one. */
static struct lock_class *classes[CLASSES_MAX];

void lock_class_declare(struct lock_class *class)
{
	if (class->index)
		return;
	uint32_t index = atomic_fetch_add(&run_record->class_count, 1);
	if (index == 0)
		index = atomic_fetch_add(&run_record->class_count, 1);
	if (index >= CLASSES_MAX) {
		fprintf(stderr, "gridlock: more than %d lock classes: %s\n", CLASSES_MAX - 1,
			class->name);
		abort();
	}
	struct class_entry *entry = &run_record->classes[index];
	strncpy(entry->name, class->name, sizeof entry->name - 1);
	strncpy(entry->guards, class->guards, sizeof entry->guards - 1);
	classes[index] = class;
	class->index = index;
}

uint32_t lock_class_of_token(const void *token)
{
	for (uint32_t i = 1; i < CLASSES_MAX; i++)
		if (classes[i] && (const void *)&classes[i]->token == token)
			return i;
	return CLASS_NONE;
}
