/* Events: the one vocabulary for everything that a thread can wait for, or hold while waiting.
 *
 * A resource has a class (a static struct lock_class) and an instance (an address).  Primitives
 * announce what they are about to do and have done; the run's strategy listens.  With no listener
 * an event costs one predictable branch.  Events happen on the thread concerned, also inside
 * signal handlers; a listener neither allocates nor takes a lock. */
#ifndef STRESS_EVENT_H
#define STRESS_EVENT_H

#include <stdint.h>

struct lock_class;

enum event_kind {
	EVENT_LOCK_WANT,     /* about to take it; may block */
	EVENT_LOCK_GOT,	     /* has it */
	EVENT_LOCK_TRY,	     /* about to try; will not block */
	EVENT_LOCK_RELEASE,  /* about to give it back */
	EVENT_LOCK_RELEASED, /* the word is free; a wake may still be owed */
	EVENT_NOTE_WAIT,
	EVENT_NOTE_SET,
	EVENT_SEMAPHORE_WAIT,
	EVENT_SEMAPHORE_POST,
	EVENT_CONDITION_WAIT,
	EVENT_CONDITION_WAKE,
	EVENT_THREAD_START,
	EVENT_THREAD_JOIN,
	EVENT_HANDLER_ENTER,
	EVENT_HANDLER_LEAVE,
	EVENT_MASK_CHANGE,
	EVENT_OPERATION_BEGIN, /* an actor's */
	EVENT_OPERATION_END,
	EVENT_POINT /* a place where the schedule may matter, named by its site */
};

struct event {
	enum event_kind kind;
	const struct lock_class *class; /* NULL where the kind has none */
	const void *instance;
	const void *site; /* code address */
};

typedef void event_listener(const struct event *event);

/* Set once by the child before any actor exists, NULL otherwise. */
extern event_listener *event_listening;

static inline void event_happens(enum event_kind kind, const struct lock_class *class,
				 const void *instance, const void *site)
{
	event_listener *listener = event_listening;
	if (__builtin_expect(listener != 0, 0)) {
		struct event event = {kind, class, instance, site};
		listener(&event);
	}
}

#endif
