/* The output folder of one invocation: results.jsonl, one object a run, and what is made from it.
 *
 * results.jsonl is made with O_EXCL, so a folder belongs to the first who comes; each line is
 * written whole or taken back, so the file can be read at any moment. */
#ifndef STRESS_FRONT_RESULTS_H
#define STRESS_FRONT_RESULTS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { RESULTS_FOLDER_MAX = 400 };

struct results {
	char folder[RESULTS_FOLDER_MAX];
	int lines;   /* descriptor of results.jsonl */
	off_t bytes; /* of whole lines in it */
};

/* Makes the folder where it is missing; NULL: gridlock-results/<UTC time>-<pid>.  False with one
   line in `why` when it cannot be written, or holds results already. */
bool results_open(struct results *results, const char *folder, char *why, size_t why_size);

/* Appends one line.  False, with errno, when the disk is full or the like. */
bool results_append(struct results *results, const json_t *object);

/* Syncs and closes; false with errno. */
bool results_close(struct results *results);

/* Calls `each` with every object of the folder's results.jsonl, in order.  False when the file
   cannot be read or holds something else. */
bool results_each(const char *folder, void (*each)(void *self, const json_t *object), void *self);

/* The string in a field; "" when it is missing or no string. */
const char *results_text(const json_t *object, const char *field);

#endif
