/* Waits in processes that descend from the child, and for their ends: what must be proved, and
 * beside each the twin that must not. */
#include "stress/keeper/made_up.h"

enum { FORK = 201, BESIDE, OTHER_FORK = 301 };

/* A forked process's main thread has its pid for tid. */
static struct snapshot_thread *add_forked(int32_t process, int32_t tid)
{
	struct snapshot_thread *thread = add(tid);
	thread->view.process = process;
	thread->view.forked = true;
	thread->view.slot = -1;
	return thread;
}

static struct snapshot_thread *add_forked_asleep(int32_t process, int32_t tid, uint64_t lock,
						 int32_t owner)
{
	struct snapshot_thread *thread = add_asleep(tid, WAIT_LOCK, lock, owner);
	thread->view.process = process;
	thread->view.forked = true;
	thread->view.slot = -1;
	thread->wants[0] = 0;
	return thread;
}

static struct snapshot_thread *add_parent(int32_t tid, int32_t process)
{
	struct snapshot_thread *parent = add_asleep(tid, WAIT_PROCESS, 0, process);
	parent->view.syscall = 61;
	return parent;
}

static void a_lock_that_a_thread_of_the_parent_holds(void **state)
{
	(void)state;
	add_parent(FIRST, FORK);
	add(SECOND); /* holds its own copy, and will release it */
	add_forked_asleep(FORK, FORK, LOCK_A, SECOND);
	assert_proved(BELIEVE_OWNERS, 2, 0);
	assert_true(snapshot.threads[0].view.in_deadlock);
	assert_int_equal(snapshot.threads[0].view.waits_for, FORK);
	assert_false(snapshot.threads[1].view.in_deadlock);
	assert_int_equal(snapshot.threads[2].view.waits_for, SECOND);
}

static void the_same_lock_wanted_in_the_parent(void **state)
{
	(void)state;
	add(SECOND);
	add_asleep(FIRST, WAIT_LOCK, LOCK_A, SECOND);
	add_forked(FORK, FORK);
	assert_nothing(BELIEVE_GUESSES);
}

static void a_lock_that_another_thread_of_the_fork_holds(void **state)
{
	(void)state;
	add_parent(FIRST, FORK);
	add_forked_asleep(FORK, FORK, LOCK_A, BESIDE);
	add_forked(FORK, BESIDE);
	assert_nothing(BELIEVE_GUESSES);
	snapshot.threads[1].marked = false; /* somebody may owe it the wake, unseen */
	assert_nothing(BELIEVE_GUESSES);
}

static void an_owner_that_is_nowhere(void **state)
{
	(void)state;
	add(FIRST);
	add_forked_asleep(FORK, FORK, LOCK_A, GONE);
	assert_proved(BELIEVE_OWNERS, 1, 0);
}

/* The parent waits for the fork, and the fork for a lock that the parent held: its copy is none of
   the parent's any more, so this is no cycle. */
static void a_lock_that_the_forking_thread_held(void **state)
{
	(void)state;
	add_parent(FIRST, FORK);
	add_forked_asleep(FORK, FORK, LOCK_A, FIRST);
	assert_proved(BELIEVE_OWNERS, 2, 0);
}

static void two_locks_in_the_fork(void **state)
{
	(void)state;
	add_forked_asleep(FORK, FORK, LOCK_A, BESIDE);
	add_forked_asleep(FORK, BESIDE, LOCK_B, FORK)->marked = false; /* debts are unknown here */
	add_parent(FIRST, FORK);
	assert_proved(BELIEVE_OWNERS, 3, 2);
	assert_proved(BELIEVE_WAKES, 3, 2);
}

/* As addresses and tids the two threads close a cycle, but each has its own copies of the locks. */
static void two_locks_in_two_processes(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_LOCK, LOCK_A, SECOND);
	add(SECOND);
	add_forked_asleep(FORK, FORK, LOCK_B, BESIDE);
	add_forked(FORK, BESIDE);
	assert_nothing(BELIEVE_GUESSES);
}

static void a_lock_that_nobody_holds_in_the_fork(void **state)
{
	(void)state;
	add_forked_asleep(FORK, FORK, LOCK_A, 0);
	assert_nothing(BELIEVE_WAKES);
	add(FIRST)->owes[0] = LOCK_A; /* that of its own process */
	assert_nothing(BELIEVE_WAKES);
	assert_int_equal(snapshot.threads[0].view.waits_for, 0);
	assert_false(snapshot.threads[0].view.owed);
}

/* Whether it slept all the while cannot be told, so it may have been let through in between. */
static void a_sleeper_that_may_have_run_in_between(void **state)
{
	(void)state;
	add_forked_asleep(FORK, FORK, LOCK_A, GONE)->switches = 0;
	assert_nothing(BELIEVE_WAKES);
}

static void the_picture_tells_two_sleeps_apart(void **state)
{
	(void)state;
	struct snapshot_thread *thread = add_forked_asleep(FORK, FORK, LOCK_A, GONE);
	prove(&snapshot, BELIEVE_OWNERS, &proof);
	uint64_t before = proof.picture;
	thread->switches++;
	prove(&snapshot, BELIEVE_OWNERS, &proof);
	assert_true(proof.picture != before);
}

static void a_fork_that_runs(void **state)
{
	(void)state;
	add_parent(FIRST, FORK);
	add_forked(FORK, FORK);
	assert_nothing(BELIEVE_GUESSES);
}

static void a_fork_of_which_one_thread_runs(void **state)
{
	(void)state;
	add_parent(FIRST, FORK);
	add_forked_asleep(FORK, FORK, LOCK_A, FIRST);
	add_forked(FORK, BESIDE);
	assert_proved(BELIEVE_WAKES, 1, 0);
	assert_false(snapshot.threads[0].view.in_deadlock);
}

static void a_fork_that_has_ended(void **state)
{
	(void)state;
	add_parent(FIRST, FORK);
	add_forked_asleep(OTHER_FORK, OTHER_FORK, LOCK_A, FIRST);
	assert_proved(BELIEVE_WAKES, 1, 0);
	assert_false(snapshot.threads[0].view.in_deadlock);
}

static void a_fork_that_waits_for_something_unknown(void **state)
{
	(void)state;
	add_parent(FIRST, FORK);
	struct snapshot_thread *thread = add_forked_asleep(FORK, FORK, 0x5000, 0);
	thread->view.kind = WAIT_NOTHING;
	assert_nothing(BELIEVE_WAKES);
	assert_proved(BELIEVE_GUESSES, 2, 0);
}

/* A note of the child's is set by its own threads, not by those of another process. */
static void a_note_that_only_a_fork_is_left_to_set(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_NOTE, 0x5000, 0);
	add_asleep(SECOND, WAIT_LOCK, LOCK_A, FIRST);
	add_forked(FORK, FORK);
	assert_proved(BELIEVE_WAKES, 2, 0);
}

static void a_note_that_is_set_when_the_fork_has_ended(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_NOTE, 0x5000, 0);
	add_parent(SECOND, FORK);
	add_forked(FORK, FORK);
	assert_nothing(BELIEVE_GUESSES);
}

/* Two that take a lock may quarrel about it, and make good a wake that was lost: in one process. */
static void a_quarrel_in_another_process(void **state)
{
	(void)state;
	add_asleep(FIRST, WAIT_LOCK, LOCK_A, 0)->marked = false;
	add(SECOND);
	add_forked(FORK, FORK);
	assert_proved(BELIEVE_WAKES, 1, 0);
	snapshot.threads[2].view.process = 0;
	assert_nothing(BELIEVE_WAKES);
}

static void moving_spreads_to_the_parent(void **state)
{
	(void)state;
	add_parent(FIRST, FORK);
	add_forked_asleep(FORK, FORK, LOCK_A, BESIDE);
	add_forked(FORK, BESIDE);
	add_parent(SECOND, OTHER_FORK);
	add_forked_asleep(OTHER_FORK, OTHER_FORK, LOCK_A, BESIDE);
	bool moves[THREADS_MAX] = {[2] = true};
	prove_spread(&snapshot, moves);
	assert_true(moves[0]);
	assert_true(moves[1]);
	assert_false(moves[3]);
	assert_false(moves[4]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    from_scratch(a_lock_that_a_thread_of_the_parent_holds),
	    from_scratch(the_same_lock_wanted_in_the_parent),
	    from_scratch(a_lock_that_another_thread_of_the_fork_holds),
	    from_scratch(an_owner_that_is_nowhere),
	    from_scratch(a_lock_that_the_forking_thread_held),
	    from_scratch(two_locks_in_the_fork),
	    from_scratch(two_locks_in_two_processes),
	    from_scratch(a_lock_that_nobody_holds_in_the_fork),
	    from_scratch(a_sleeper_that_may_have_run_in_between),
	    from_scratch(the_picture_tells_two_sleeps_apart),
	    from_scratch(a_fork_that_runs),
	    from_scratch(a_fork_of_which_one_thread_runs),
	    from_scratch(a_fork_that_has_ended),
	    from_scratch(a_fork_that_waits_for_something_unknown),
	    from_scratch(a_note_that_only_a_fork_is_left_to_set),
	    from_scratch(a_note_that_is_set_when_the_fork_has_ended),
	    from_scratch(a_quarrel_in_another_process),
	    from_scratch(moving_spreads_to_the_parent),
	};
	return cmocka_run_group_tests_name("proof across forks", tests, NULL, NULL);
}
