/* Snapshots made up by hand, for the tests of the proof. */
#ifndef STRESS_KEEPER_MADE_UP_H
#define STRESS_KEEPER_MADE_UP_H

#include "stress/keeper/prove.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Threads are numbered from 101, locks have addresses from 0xa000 on. */
enum {
	FIRST = 101,
	SECOND,
	THIRD,
	FOURTH,
	GONE = 999,
	LOCK_A = 0xa000,
	LOCK_B = 0xb000,
	LOCK_C = 0xc000
};

static struct snapshot snapshot;
static struct proof proof;

static inline int begin(void **state)
{
	(void)state;
	snapshot = (struct snapshot){.complete = true};
	return 0;
}

static inline struct snapshot_thread *add(int32_t tid)
{
	struct snapshot_thread *thread = &snapshot.threads[snapshot.count++];
	*thread = (struct snapshot_thread){0};
	thread->view.tid = tid;
	thread->view.slot = tid - FIRST;
	thread->view.syscall = -1;
	thread->view.state = 'R';
	return thread;
}

/* As it is as a rule: who sleeps on an owned lock has marked it. */
static inline struct snapshot_thread *add_asleep(int32_t tid, enum wait_kind kind, uint64_t word,
						 int32_t owner)
{
	struct snapshot_thread *thread = add(tid);
	thread->view.state = 'S';
	thread->view.syscall = 202;
	thread->view.futex = word;
	thread->view.kind = kind;
	thread->owner = owner;
	thread->marked = owner != 0;
	thread->switches = 1;
	thread->wants[0] = kind == WAIT_LOCK ? word : 0;
	return thread;
}

static inline void assert_proved(enum belief belief, uint32_t blocked, uint32_t cycle)
{
	prove(&snapshot, belief, &proof);
	assert_int_equal(proof.blocked, blocked);
	assert_int_equal(proof.cycle_count, cycle);
}

static inline void assert_nothing(enum belief belief)
{
	assert_proved(belief, 0, 0);
}

#define from_scratch(test) cmocka_unit_test_setup(test, begin)

#endif
