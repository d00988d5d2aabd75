/* What must be proved, and beside each the twin that must not. */
#include "stress/keeper/made_up.h"

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
