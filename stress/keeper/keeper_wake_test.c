/* Children in which a thread sleeps on a lock that is free, or that another thread has all the
 * time: its wake has gone elsewhere. */
#include "stress/keeper/trial_pair.h"

#include <sched.h>

enum { LIMIT_MS = 2000, APART_MS = 600 };

/* ---- the children ---------------------------------------------------------------------------- */

static _Atomic unsigned stage, done;

static void await_stage(unsigned number)
{
	while (atomic_load(&stage) < number)
		rest_ms(1);
}

static void await_sleeper(struct lock *lock)
{
	while (!(atomic_load(&lock->word) & LOCK_WAITERS))
		rest_ms(1);
	rest_ms(5);
}

static void hold_b_want_a(void)
{
	lock_acquire(&b);
	await_stage(1);
	lock_acquire(&a);
	lock_release(&a);
	lock_release(&b);
	atomic_fetch_add(&done, 1);
}

static void be_let_through_to_a(void)
{
	while (atomic_load(&a.word) == 0)
		rest_ms(1);
	lock_acquire(&a);
	lock_release(&a);
	atomic_fetch_add(&done, 1);
}

static void owe_a_want_b(void)
{
	lock_acquire(&a);
	atomic_store(&stage, 1);
	await_sleeper(&a);
	lock_open(&a);
	lock_acquire(&b);
}

static void take_b_in_handler(int number)
{
	(void)number;
	thread_handler_enter();
	lock_acquire(&b);
	lock_release(&b);
	thread_handler_leave();
}

static void have_a(void)
{
	lock_acquire(&a);
	sched_yield();
	lock_release(&a);
	progress();
}

/* Both wait for a.  The second, in its handler by then, is no longer among those whom a wake could
   reach: the wake that this release does not give is the one that it has had. */
static void swallow_wake(void)
{
	start_both(hold_b_want_a, be_let_through_to_a);
	atomic_store(&thread_self()->is_actor, 1);
	lock_acquire(&a);
	while (atomic_load(&b.word) == 0)
		rest_ms(1);
	await_sleeper(&a);
	signal(SIGUSR1, take_b_in_handler);
	pthread_kill(parts[1].thread, SIGUSR1);
	await_sleeper(&b);
	atomic_store(&stage, 1);
	struct thread_slot *first = thread_slot_of(parts[0].tid);
	while (atomic_load(&first->waits[0].wants) == 0)
		rest_ms(1);
	rest_ms(5);
	lock_open(&a);
	lock_settle(&a);
}

static void swallowed(void)
{
	swallow_wake();
	for (;;)
		have_a();
}

/* Two have a, and keep apart for longer than a proof takes. */
static void *have_a_later(void *argument)
{
	await_stage(1);
	rest_ms(APART_MS);
	while (atomic_load(&done) < 2)
		have_a();
	return argument;
}

static void two_meet_late(void)
{
	pthread_t other;
	if (pthread_create(&other, NULL, have_a_later, NULL) != 0)
		_exit(1);
	swallow_wake();
	while (atomic_load(&done) < 2)
		have_a();
	pthread_join(other, NULL);
}

static void owed_and_taken(void)
{
	start_both(hold_b_want_a, owe_a_want_b);
	atomic_store(&thread_self()->is_actor, 1);
	await_sleeper(&b);
	for (;;)
		have_a();
}

static const struct behaviour behaviours[] = {
    {"swallowed", swallowed},
    {"two_meet_late", two_meet_late},
    {"owed_and_taken", owed_and_taken},
};

/* ---- the tests --------------------------------------------------------------------------------
 */

static struct run run;

static void assert_lacks_a_wake(const char *behaviour)
{
	trial(&run, behaviour, (struct run_limits){.limit_ms = LIMIT_MS});
	assert_int_equal(run.seen->standstill, STANDSTILL_PROVED);
	assert_true(run.seen->standstill_ns > ms_to_ns(250));
	assert_int_equal(run.seen->cycle_count, 2);
	const struct thread_view *one = &run.seen->threads[run.seen->cycle[0]];
	const struct thread_view *two = &run.seen->threads[run.seen->cycle[1]];
	const struct thread_view *sleeper = one->owed ? one : two;
	const struct thread_view *other = one->owed ? two : one;
	assert_true(sleeper->owed);
	assert_false(other->owed);
	assert_int_equal(sleeper->waits_for, other->tid);
	assert_string_equal(run.record->classes[sleeper->class_index].name, "a");
	unsigned blocked = 0;
	for (uint32_t i = 0; i < run.seen->thread_count; i++)
		blocked += run.seen->threads[i].in_deadlock;
	assert_int_equal(blocked, 2);
	trial_end(&run);
}

static void a_wake_that_was_swallowed(void **state)
{
	(void)state;
	assert_lacks_a_wake("swallowed");
}

static void a_wake_that_is_owed_and_the_lock_taken(void **state)
{
	(void)state;
	assert_lacks_a_wake("owed_and_taken");
}

static void two_that_meet_make_it_good(void **state)
{
	(void)state;
	trial(&run, "two_meet_late", (struct run_limits){.limit_ms = LIMIT_MS});
	assert_good_end(&run);
	assert_true(run.seen->duration_ns > ms_to_ns(APART_MS));
	trial_end(&run);
}

int main(int argc, char **argv)
{
	if (argc == 3)
		return trial_play(behaviours, sizeof behaviours / sizeof behaviours[0], argv);
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_wake_that_was_swallowed),
	    cmocka_unit_test(a_wake_that_is_owed_and_the_lock_taken),
	    cmocka_unit_test(two_that_meet_make_it_good),
	};
	return cmocka_run_group_tests_name("wakes gone elsewhere", tests, NULL, NULL);
}
