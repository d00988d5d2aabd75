/* A lock class: all locks that play the same part, e.g. the special lock of every span.
 *
 * Lock order is a matter of classes.  Only the class enters ThreadSanitizer's deadlock graph, as
 * its *token*: a shared (read) hold on a shadow address, taken before the thread blocks, and given
 * back when the thread has done everything to let the next one in (see stress/sync/lock.c). */
#ifndef STRESS_SYNC_LOCK_CLASS_H
#define STRESS_SYNC_LOCK_CLASS_H

#include <stdint.h>

struct lock_class {
	const char *name;   /* as in every report; at most 31 characters */
	const char *guards; /* what its locks protect */
	uint32_t index;	    /* in the record; assigned by lock_class_declare() */
	uint64_t token;	    /* its address is what TSan knows; never read */
};

/* Gives the class its index.  Before any lock of it is used; idempotent; aborts past CLASSES_MAX.
 */
void lock_class_declare(struct lock_class *class);

/* Back from a token's address to the index; CLASS_NONE when unknown. */
uint32_t lock_class_of_token(const void *token);

#endif
