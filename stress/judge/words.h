/* What the keeper saw, in words: names of threads and locks, and one wait as a clause.
 *
 * Names come from the child's record, and where that is damaged from nothing but numbers. */
#ifndef STRESS_JUDGE_WORDS_H
#define STRESS_JUDGE_WORDS_H

#include "stress/judge.h"

/* Text that grows, and stops growing when it is full. */
struct text {
	char *at;
	size_t size, used;
};

void text_say(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "in a signal handler, waits for mheap, which mutator 0 holds" */
void text_say_wait(struct text *text, const struct evidence *evidence,
		   const struct thread_view *view);

struct name {
	char text[NAME_MAX_BYTES];
};

/* "mutator 0", "fork of mutator 0", "thread 4711". */
struct name name_of_thread(const struct evidence *evidence, int32_t tid);

/* "" when there is no such class. */
struct name name_of_class(const struct evidence *evidence, uint32_t index);

/* The thread's own account of itself; NULL when there is none. */
const struct thread_slot *view_slot(const struct evidence *evidence,
				    const struct thread_view *view);

/* How it holds that lock; NULL when it does not, or `slot` is NULL. */
const struct held *slot_hold(const struct thread_slot *slot, uint64_t lock);

/* It sleeps, in a forked process, on a lock that was inherited held, without its owner. */
bool view_is_orphaned(const struct evidence *evidence, const struct thread_view *view);

#endif
