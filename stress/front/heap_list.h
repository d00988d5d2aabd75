/* Naming allocators on the command line: a declared id, a name from a file, or the path of a shared
 * object, each with bugs to be seeded into it: "heap+bug+bug". */
#ifndef STRESS_FRONT_HEAP_LIST_H
#define STRESS_FRONT_HEAP_LIST_H

#include "stress/front/plan.h"

enum { HEAP_FILE_MAX = 128 };

/* Lines "name path" of a file; empty ones and # comments count for nothing. */
struct heap_file {
	unsigned count;
	struct {
		char name[64], path[RUN_ID_NAME_MAX];
	} entry[HEAP_FILE_MAX];
};

/* All of these end the program with one line and code 2 when something is wrong. */
void heap_file_read(struct heap_file *file, const char *path);
void heap_choice_read(struct heap_choice *heap, const struct heap_file *file, const char *text);
void heap_choice_of_bugs(struct heap_choice *heap, const char *text);

#endif
