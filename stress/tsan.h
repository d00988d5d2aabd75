/* What the harness tells ThreadSanitizer.  Two files implement it: tsan_on.c for the tsan builds,
 * tsan_off.c, where all of it is nothing, for the others.  stress/ itself is never instrumented:
 * signals then are delivered at tsan_delivery_point() only, and TSan's own graph sees tokens only.
 */
#ifndef STRESS_TSAN_H
#define STRESS_TSAN_H

#include <stdbool.h>

/* A shared hold on a class token; before blocking, and after letting the next one in.  `tried`: it
   did not wait, so no order follows from what was held before.  `site` is where the lock was taken:
   the harness's own frames are not in TSan's stacks. */
void tsan_token_take(void *token, bool tried, const void *site);
void tsan_token_drop(void *token);

/* Happens-before through an instance. */
void tsan_acquire(void *instance);
void tsan_release(void *instance);

/* TSan runs pending signal handlers here: it otherwise delays them until a lock has left its
   books, and the edge from a held lock to one taken in a handler is never seen. */
void tsan_delivery_point(void);

/* Between these TSan overlooks what this thread does to memory: its interceptors of memset, strcmp
   and the like would take the harness's own bookkeeping for races.  Pairs may nest. */
void tsan_quiet_begin(void);
void tsan_quiet_end(void);

/* In the child of a fork, before any of the above: another thread may have been in one of them. */
void tsan_forked(void);

/* True in the tsan builds. */
bool tsan_is_on(void);

#endif
