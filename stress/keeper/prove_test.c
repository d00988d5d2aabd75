/* Snapshots made up by hand: what must be proved, and beside each the twin that must not. */
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

static int begin(void **state)
{
	(void)state;
	snapshot = (struct snapshot){.complete = true};
	return 0;
}

static struct snapshot_thread *add(int32_t tid)
{
	struct snapshot_thread *thread = &snapshot.threads[snapshot.count++];
	*thread = (struct snapshot_thread){0};
	thread->view.tid = tid;
	thread->view.slot = tid - FIRST;
	thread->view.syscall = -1;
	thread->view.state = 'R';
	return thread;
}

static struct snapshot_thread *add_asleep(int32_t tid, enum wait_kind kind, uint64_t word,
					  int32_t owner)
{
	struct snapshot_thread *thread = add(tid);
	thread->view.state = 'S';
	thread->view.syscall = 202;
	thread->view.futex = word;
	thread->view.kind = kind;
	thread->owner = owner;
	return thread;
}

static void assert_proved(enum belief belief, uint32_t blocked, uint32_t cycle)
{
	prove(&snapshot, belief, &proof);
	assert_int_equal(proof.blocked, blocked);
	assert_int_equal(proof.cycle_count, cycle);
}

static void assert_nothing(enum belief belief)
{
	assert_proved(belief, 0, 0);
}

static void two_locks(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_LOCK, LOCK_B, SECOND);
	add_asleep(SECOND, WAIT_LOCK, LOCK_A, FIRST);
	add(THIRD);
	assert_proved(BELIEVE_OWNERS, 2, 2);
	assert_true(snapshot.threads[0].view.in_deadlock);
	assert_int_equal(snapshot.threads[0].view.waits_for, SECOND);
	assert_false(snapshot.threads[2].view.in_deadlock);
}

static void two_locks_one_owner_runs(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_LOCK, LOCK_B, SECOND);
	add(SECOND);
	assert_nothing(BELIEVE_GUESSES);
}

static void three_locks_and_a_follower(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_LOCK, LOCK_A, SECOND); /* only waits behind the others */
	add_asleep(SECOND, WAIT_LOCK, LOCK_B, THIRD);
	add_asleep(THIRD, WAIT_LOCK, LOCK_C, FOURTH);
	add_asleep(FOURTH, WAIT_LOCK, LOCK_A, SECOND);
	assert_proved(BELIEVE_OWNERS, 4, 3);
	for (uint32_t i = 0; i < 3; i++)
		assert_int_not_equal(proof.cycle[i], 0);
}

static void a_chain_to_a_running_thread(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_LOCK, LOCK_A, SECOND);
	add_asleep(SECOND, WAIT_LOCK, LOCK_B, THIRD);
	add_asleep(THIRD, WAIT_LOCK, LOCK_C, FOURTH);
	add(FOURTH);
	assert_nothing(BELIEVE_GUESSES);
}

static void its_own_lock(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_LOCK, LOCK_A, FIRST);
	add(SECOND);
	assert_proved(BELIEVE_OWNERS, 1, 1);
}

static void its_own_lock_in_a_handler(void **state)
{
	(void)state;
	struct snapshot_thread *thread = add_asleep(FIRST, WAIT_LOCK, LOCK_A, FIRST);
	thread->view.level = 1;
	assert_proved(BELIEVE_OWNERS, 1, 1);
	assert_int_equal(snapshot.threads[proof.cycle[0]].view.level, 1);
}

static void a_dead_owner(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_LOCK, LOCK_A, GONE);
	add(SECOND);
	assert_proved(BELIEVE_OWNERS, 1, 0);
}

static void joining_a_thread_that_waits_for_the_joiner(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_JOIN, 0x7000, SECOND);
	add_asleep(SECOND, WAIT_LOCK, LOCK_A, FIRST);
	assert_proved(BELIEVE_OWNERS, 2, 2);
}

static void joining_a_thread_that_is_gone(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_JOIN, 0x7000, GONE);
	assert_nothing(BELIEVE_GUESSES);
}

/* SECOND sleeps on A, which is free; FIRST has released A, owes its wake, and waits for SECOND. */
static void owed_wake(int32_t first_waits_for)
{
	struct snapshot_thread *ower = add_asleep(FIRST, WAIT_LOCK, LOCK_B, first_waits_for);
	ower->owes[OWES_MAX] = LOCK_A;
	add_asleep(SECOND, WAIT_LOCK, LOCK_A, 0);
	add(THIRD);
}

static void a_wake_owed_by_a_blocked_thread(void **state)
{
	(void)state;
	owed_wake(SECOND);
	assert_nothing(BELIEVE_OWNERS);
	assert_proved(BELIEVE_WAKES, 2, 2);
	assert_true(snapshot.threads[1].view.owed);
	assert_int_equal(snapshot.threads[1].view.waits_for, FIRST);
	assert_false(snapshot.threads[0].view.owed);
}

static void a_wake_owed_by_one_who_can_go_on(void **state)
{
	(void)state;
	owed_wake(THIRD);
	assert_nothing(BELIEVE_GUESSES);
}

static void a_wake_owed_by_two_of_whom_one_runs(void **state)
{
	(void)state;
	owed_wake(SECOND);
	snapshot.threads[2].owes[0] = LOCK_A;
	assert_nothing(BELIEVE_GUESSES);
}

/* FIRST was let through to A and struck by a signal, whose handler waits for B; SECOND holds B and
   sleeps on A. */
static void a_swallowed_wake(void **state)
{
	(void)state;
	struct snapshot_thread *passer = add_asleep(FIRST, WAIT_LOCK, LOCK_B, SECOND);
	passer->view.level = 1;
	passer->wants_below = LOCK_A;
	add_asleep(SECOND, WAIT_LOCK, LOCK_A, 0);
	assert_nothing(BELIEVE_OWNERS);
	assert_proved(BELIEVE_WAKES, 2, 2);
	assert_int_equal(snapshot.threads[1].view.waits_for, FIRST);
	add(THIRD); /* it might take A and pass it on */
	assert_nothing(BELIEVE_WAKES);
}

static void a_semaphore_and_a_lock(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_SEMAPHORE, 0x5000, 0);
	add_asleep(SECOND, WAIT_LOCK, LOCK_A, FIRST);
	assert_nothing(BELIEVE_OWNERS);
	assert_proved(BELIEVE_WAKES, 2, 0);
}

static void a_note_that_a_running_thread_may_set(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_NOTE, 0x5000, 0);
	add_asleep(SECOND, WAIT_LOCK, LOCK_A, FIRST);
	add(THIRD);
	assert_nothing(BELIEVE_GUESSES);
}

static void only_a_bystander_runs(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_CONDITION, 0x5000, 0);
	add_asleep(SECOND, WAIT_LOCK, LOCK_A, FIRST);
	add(THIRD)->bystander = true;
	assert_proved(BELIEVE_WAKES, 2, 0);
}

static void a_bystander_owns_the_lock(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_LOCK, LOCK_A, SECOND);
	add(SECOND)->bystander = true;
	assert_nothing(BELIEVE_WAKES);
}

static void a_wait_that_ends_by_itself(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_LOCK, LOCK_B, SECOND);
	add_asleep(SECOND, WAIT_LOCK, LOCK_A, FIRST)->view.timed = true;
	assert_nothing(BELIEVE_GUESSES);
}

static void a_wait_that_nobody_announced(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_LOCK, LOCK_A, SECOND);
	add_asleep(SECOND, WAIT_NOTHING, 0x5000, 0);
	assert_nothing(BELIEVE_WAKES);
	assert_proved(BELIEVE_GUESSES, 2, 0);
}

static void a_guessed_owner(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_LOCK, LOCK_A, SECOND);
	add_asleep(SECOND, WAIT_NOTHING, 0x5000, FIRST)->view.foreign_owner = true;
	assert_nothing(BELIEVE_WAKES);
	assert_proved(BELIEVE_GUESSES, 2, 2);
}

static void a_stopped_thread(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_LOCK, LOCK_B, SECOND);
	add_asleep(SECOND, WAIT_LOCK, LOCK_A, FIRST)->view.state = 'T';
	assert_nothing(BELIEVE_GUESSES);
}

static void too_many_threads_to_see_all(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_LOCK, LOCK_B, SECOND);
	add_asleep(SECOND, WAIT_LOCK, LOCK_A, FIRST);
	snapshot.complete = false;
	assert_nothing(BELIEVE_GUESSES);
}

static void the_picture_tells_acquisitions_apart(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_LOCK, LOCK_B, SECOND);
	add_asleep(SECOND, WAIT_LOCK, LOCK_A, FIRST);
	add(THIRD);
	prove(&snapshot, BELIEVE_OWNERS, &proof);
	uint64_t before = proof.picture;
	snapshot.threads[2].cpu_ticks++; /* of no interest */
	prove(&snapshot, BELIEVE_OWNERS, &proof);
	assert_true(proof.picture == before);
	snapshot.threads[1].seq++;
	prove(&snapshot, BELIEVE_OWNERS, &proof);
	assert_true(proof.picture != before);
}

static void moving_spreads_to_those_who_wait(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_LOCK, LOCK_A, SECOND);
	add(SECOND);
	add_asleep(THIRD, WAIT_LOCK, LOCK_B, FOURTH);
	add_asleep(FOURTH, WAIT_LOCK, LOCK_C, THIRD);
	bool moves[THREADS_MAX] = {false, true};
	prove_spread(&snapshot, moves);
	assert_true(moves[0]);
	assert_false(moves[2]);
	assert_false(moves[3]);
}

#define from_scratch(test) cmocka_unit_test_setup(test, begin)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    from_scratch(two_locks),
	    from_scratch(two_locks_one_owner_runs),
	    from_scratch(three_locks_and_a_follower),
	    from_scratch(a_chain_to_a_running_thread),
	    from_scratch(its_own_lock),
	    from_scratch(its_own_lock_in_a_handler),
	    from_scratch(a_dead_owner),
	    from_scratch(joining_a_thread_that_waits_for_the_joiner),
	    from_scratch(joining_a_thread_that_is_gone),
	    from_scratch(a_wake_owed_by_a_blocked_thread),
	    from_scratch(a_wake_owed_by_one_who_can_go_on),
	    from_scratch(a_wake_owed_by_two_of_whom_one_runs),
	    from_scratch(a_swallowed_wake),
	    from_scratch(a_semaphore_and_a_lock),
	    from_scratch(a_note_that_a_running_thread_may_set),
	    from_scratch(only_a_bystander_runs),
	    from_scratch(a_bystander_owns_the_lock),
	    from_scratch(a_wait_that_ends_by_itself),
	    from_scratch(a_wait_that_nobody_announced),
	    from_scratch(a_guessed_owner),
	    from_scratch(a_stopped_thread),
	    from_scratch(too_many_threads_to_see_all),
	    from_scratch(the_picture_tells_acquisitions_apart),
	    from_scratch(moving_spreads_to_those_who_wait),
	};
	return cmocka_run_group_tests_name("prove", tests, NULL, NULL);
}
