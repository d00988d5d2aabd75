/* What the harness tells ThreadSanitizer.  Two files implement it: tsan_on.c for the tsan builds,
 * tsan_off.c, where all of it is nothing, for the others.  stress/ itself is never instrumented:
 * signals then are delivered at tsan_delivery_point() only, and TSan's own graph sees tokens only. */
#ifndef STRESS_TSAN_H
#define STRESS_TSAN_H

#include <stdbool.h>

/* A shared hold on a class token; before blocking, and after letting the next one in. */
void tsan_token_take(void *token);
void tsan_token_drop(void *token);

/* Happens-before through an instance. */
void tsan_acquire(void *instance);
void tsan_release(void *instance);

/* TSan runs pending signal handlers here: it otherwise delays them until a lock has left its
   books, and the edge from a held lock to one taken in a handler is never seen. */
void tsan_delivery_point(void);

/* A token is held: true in the tsan builds. */
bool tsan_is_on(void);

#endif
