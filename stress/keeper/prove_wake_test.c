/* Sleepers on a lock that is not marked: their wake is owed, or was given to another thread. */
#include "stress/keeper/made_up.h"

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

static void a_wake_owed_while_another_is_let_through(void **state)
{
	(void)state;
	owed_wake(SECOND);
	snapshot.threads[2].wants[0] = LOCK_A;
	assert_nothing(BELIEVE_GUESSES);
}

static uint64_t picture(void)
{
	prove(&snapshot, BELIEVE_WAKES, &proof);
	assert_int_not_equal(proof.blocked, 0);
	return proof.picture;
}

static void a_wake_owed_and_the_lock_is_taken(void **state)
{
	(void)state;
	owed_wake(SECOND);
	uint64_t before = picture();
	snapshot.threads[1].seq++; /* by the one thread that runs */
	snapshot.threads[1].owner = THIRD;
	assert_true(picture() == before);
	add(FOURTH);
	before = picture();
	snapshot.threads[1].seq++; /* by one of two: the other might meet it there */
	assert_true(picture() != before);
}

/* FIRST was let through to A and struck by a signal, whose handler waits for B; SECOND holds B and
   sleeps on A.  THIRD runs. */
static struct snapshot_thread *passer, *sleeper, *runner;

static void swallowed_wake(void)
{
	passer = add_asleep(FIRST, WAIT_LOCK, LOCK_B, SECOND);
	passer->view.level = 1;
	passer->wants[0] = LOCK_A;
	passer->wants[1] = LOCK_B;
	sleeper = add_asleep(SECOND, WAIT_LOCK, LOCK_A, 0);
	runner = add(THIRD);
}

static void a_swallowed_wake(void **state)
{
	(void)state;
	swallowed_wake();
	assert_nothing(BELIEVE_OWNERS);
	assert_proved(BELIEVE_WAKES, 2, 2);
	assert_int_equal(sleeper->view.waits_for, FIRST);
	assert_true(sleeper->view.owed);
	assert_false(runner->view.in_deadlock);
	uint64_t before = proof.picture;
	/* The runner may have the lock, as often as it likes. */
	sleeper->owner = THIRD;
	sleeper->seq += 1000;
	assert_nothing(BELIEVE_OWNERS);
	assert_proved(BELIEVE_WAKES, 2, 2);
	assert_int_equal(sleeper->view.waits_for, FIRST);
	assert_true(proof.picture == before);
}

static void a_swallowed_wake_and_nobody_else(void **state)
{
	(void)state;
	swallowed_wake();
	snapshot.count = 2;
	assert_proved(BELIEVE_WAKES, 2, 2);
}

static void two_that_may_meet_at_the_lock(void **state)
{
	(void)state;
	swallowed_wake();
	struct snapshot_thread *other = add(FOURTH);
	assert_nothing(BELIEVE_GUESSES);
	sleeper->owner = THIRD;
	assert_nothing(BELIEVE_GUESSES);
	other->bystander = true;
	assert_proved(BELIEVE_WAKES, 2, 2);
	sleeper->owner = FOURTH; /* no bystander of this lock */
	assert_nothing(BELIEVE_GUESSES);
}

static void one_of_two_waits_for_ever_too(void **state)
{
	(void)state;
	swallowed_wake();
	add_asleep(FOURTH, WAIT_LOCK, LOCK_B, SECOND);
	assert_proved(BELIEVE_WAKES, 3, 2);
}

static void one_of_two_waits_for_the_other(void **state)
{
	(void)state;
	swallowed_wake();
	add_asleep(FOURTH, WAIT_NOTE, 0x5000, 0);
	assert_nothing(BELIEVE_GUESSES);
}

static void the_lock_is_marked(void **state)
{
	(void)state;
	swallowed_wake();
	sleeper->owner = THIRD;
	sleeper->marked = true;
	assert_nothing(BELIEVE_GUESSES);
}

static void the_lock_has_an_owner_who_waits_for_the_sleeper(void **state)
{
	(void)state;
	swallowed_wake();
	add_asleep(FOURTH, WAIT_LOCK, LOCK_B, SECOND);
	sleeper->owner = FOURTH;
	assert_proved(BELIEVE_OWNERS, 3, 2);
	assert_int_equal(sleeper->view.waits_for, FOURTH);
	assert_false(sleeper->view.owed);
	runner->owes[0] = LOCK_A; /* awake, it would find the lock taken */
	assert_proved(BELIEVE_WAKES, 3, 2);
}

static void the_passer_can_go_on(void **state)
{
	(void)state;
	swallowed_wake();
	passer->owner = THIRD;
	assert_nothing(BELIEVE_GUESSES);
	passer->view.state = 'R'; /* its handler runs, or has returned */
	passer->view.futex = 0;
	passer->owner = 0;
	assert_nothing(BELIEVE_GUESSES);
	passer->view.level = 0;
	assert_nothing(BELIEVE_GUESSES);
}

static void another_is_let_through(void **state)
{
	(void)state;
	swallowed_wake();
	runner->wants[0] = LOCK_A;
	assert_nothing(BELIEVE_GUESSES);
	runner->wants[0] = LOCK_C;
	assert_proved(BELIEVE_WAKES, 2, 2);
	runner->view.level = 1; /* in its handler */
	runner->wants[1] = LOCK_A;
	assert_nothing(BELIEVE_GUESSES);
}

static void another_owes_a_wake(void **state)
{
	(void)state;
	swallowed_wake();
	runner->owes[1] = LOCK_A;
	assert_nothing(BELIEVE_GUESSES);
	runner->owes[1] = LOCK_C;
	assert_proved(BELIEVE_WAKES, 2, 2);
}

static void the_sleeper_ran_between_two_looks(void **state)
{
	(void)state;
	swallowed_wake();
	uint64_t before = picture();
	sleeper->switches++;
	assert_true(picture() != before);
	sleeper->switches = 0; /* it cannot be told */
	assert_nothing(BELIEVE_GUESSES);
}

static void a_wake_that_nobody_gave(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_LOCK, LOCK_A, 0);
	add(SECOND);
	assert_proved(BELIEVE_WAKES, 1, 0);
	assert_int_equal(snapshot.threads[0].view.waits_for, 0);
	uint64_t before = proof.picture;
	snapshot.threads[0].owner = SECOND;
	assert_true(picture() == before);
	add(THIRD);
	assert_nothing(BELIEVE_GUESSES);
	assert_int_equal(snapshot.threads[0].view.waits_for, SECOND);
}

static void moving_spreads_where_two_may_meet(void **state)
{
	(void)state;
	swallowed_wake();
	add(FOURTH);
	bool moves[THREADS_MAX] = {[2] = true};
	prove_spread(&snapshot, moves);
	assert_false(moves[0] || moves[1]);
	moves[3] = true;
	prove_spread(&snapshot, moves);
	assert_true(moves[0] && moves[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    from_scratch(a_wake_owed_by_a_blocked_thread),
	    from_scratch(a_wake_owed_by_one_who_can_go_on),
	    from_scratch(a_wake_owed_by_two_of_whom_one_runs),
	    from_scratch(a_wake_owed_while_another_is_let_through),
	    from_scratch(a_wake_owed_and_the_lock_is_taken),
	    from_scratch(a_swallowed_wake),
	    from_scratch(a_swallowed_wake_and_nobody_else),
	    from_scratch(two_that_may_meet_at_the_lock),
	    from_scratch(one_of_two_waits_for_ever_too),
	    from_scratch(one_of_two_waits_for_the_other),
	    from_scratch(the_lock_is_marked),
	    from_scratch(the_lock_has_an_owner_who_waits_for_the_sleeper),
	    from_scratch(the_passer_can_go_on),
	    from_scratch(another_is_let_through),
	    from_scratch(another_owes_a_wake),
	    from_scratch(the_sleeper_ran_between_two_looks),
	    from_scratch(a_wake_that_nobody_gave),
	    from_scratch(moving_spreads_where_two_may_meet),
	};
	return cmocka_run_group_tests_name("proofs about wakes", tests, NULL, NULL);
}
