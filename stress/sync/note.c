#include "stress/sync/note.h"

#include "stress/event.h"
#include "stress/sync/futex.h"
#include "stress/sync/thread.h"
#include "stress/tsan.h"

#include <errno.h>
#include <limits.h>

void note_init(struct note *note, struct lock_class *class)
{
	lock_class_declare(class);
	note->class = class;
	atomic_init(&note->word, 0);
}

void note_clear(struct note *note)
{
	atomic_store(&note->word, 0);
}

void note_set(struct note *note)
{
	int saved = errno;
	event_happens(EVENT_NOTE_SET, note->class, note, __builtin_return_address(0));
	tsan_release(note);
	atomic_store(&note->word, 1);
	futex_wake(&note->word, INT_MAX);
	errno = saved;
}

static bool wait_for(struct note *note, const struct timespec *until, const void *site)
{
	int saved = errno;
	bool in_time = true;
	event_happens(EVENT_NOTE_WAIT, note->class, note, site);
	thread_wants(until ? WAIT_TIMED : WAIT_NOTE, &note->word, note->class, site);
	while (in_time && atomic_load(&note->word) == 0) {
		struct timespec left, now;
		if (until) {
			clock_gettime(CLOCK_MONOTONIC, &now);
			left.tv_sec = until->tv_sec - now.tv_sec;
			left.tv_nsec = until->tv_nsec - now.tv_nsec;
			if (left.tv_nsec < 0) {
				left.tv_nsec += 1000000000;
				left.tv_sec--;
			}
			if (left.tv_sec < 0) {
				in_time = false;
				break;
			}
		}
		if (futex_wait(&note->word, 0, until ? &left : NULL) != 0 && errno == EINTR)
			tsan_delivery_point();
	}
	thread_wants_nothing();
	if (atomic_load(&note->word))
		tsan_acquire(note);
	errno = saved;
	return in_time || note_is_set(note);
}

void note_wait(struct note *note)
{
	wait_for(note, NULL, __builtin_return_address(0));
}

static bool wait_ns(struct note *note, uint64_t limit_ns, const void *site)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	uint64_t ns = (uint64_t)until.tv_nsec + limit_ns % 1000000000u;
	until.tv_sec += (time_t)(limit_ns / 1000000000u + ns / 1000000000u);
	until.tv_nsec = (long)(ns % 1000000000u);
	return wait_for(note, &until, site);
}

bool note_wait_ns(struct note *note, uint64_t limit_ns)
{
	return wait_ns(note, limit_ns, __builtin_return_address(0));
}

bool note_wait_ms(struct note *note, unsigned limit_ms)
{
	return wait_ns(note, (uint64_t)limit_ms * 1000000u, __builtin_return_address(0));
}

bool note_is_set(const struct note *note)
{
	return atomic_load(&note->word) != 0;
}
