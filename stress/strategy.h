/* A strategy decides who runs next: by doing nothing (free), by seeded yields and sleeps at
 * events (noise), or by running one thread at a time.  It lives in the child and is called at
 * every event, on the thread that the event happens on, also inside signal handlers: it must
 * neither allocate nor take a lock of the heap. */
#ifndef STRESS_STRATEGY_H
#define STRESS_STRATEGY_H

#include "stress/event.h"
#include "stress/registry.h"

#include <stdbool.h>
#include <stdint.h>

struct strategy {
	const char *story;	      /* one sentence, for `gridlock list strategies` */
	bool exact;		      /* a replay with the same seed runs the same schedule */
	void (*start)(uint64_t seed); /* once, before any actor exists; NULL: nothing to do */
	void (*at)(const struct event *event); /* NULL: events are not even delivered */
};

#define STRATEGY(name) DECLARE(DECLARED_STRATEGY, strategy, name)

#endif
