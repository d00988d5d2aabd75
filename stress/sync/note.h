/* A note: a one-shot event.  Any number may wait, anybody may set it, once; it stays set.  Setting
 * is async-signal-safe.  An ownerless wait: the watchdog cannot know who would have set it. */
#ifndef STRESS_SYNC_NOTE_H
#define STRESS_SYNC_NOTE_H

#include "stress/sync/lock_class.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct note {
	_Atomic uint32_t word;	  /* 0 unset, 1 set */
	struct lock_class *class; /* its name in reports */
};

void note_init(struct note *note, struct lock_class *class);
void note_clear(struct note *note); /* only while nobody waits */
void note_set(struct note *note);
void note_wait(struct note *note);
bool note_wait_ns(struct note *note, uint64_t limit_ns); /* false: time is up */
bool note_wait_ms(struct note *note, unsigned limit_ms); /* false: time is up */
bool note_is_set(const struct note *note);

#endif
