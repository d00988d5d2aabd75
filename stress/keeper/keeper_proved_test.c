/* Children that hang in a way that can be proved. */
#include "stress/keeper/trial_pair.h"

static void a_then_b(void)
{
	lock_acquire(&a);
	pthread_barrier_wait(&both);
	lock_acquire(&b);
	lock_release(&b);
	lock_release(&a);
}

static void b_then_a(void)
{
	lock_acquire(&b);
	pthread_barrier_wait(&both);
	lock_acquire(&a);
	lock_release(&a);
	lock_release(&b);
}

static void abba(void)
{
	play_both(a_then_b, b_then_a);
}

static void busy_third(void)
{
	start_both(a_then_b, b_then_a);
	atomic_store(&thread_self()->is_actor, 1);
	for (;; progress())
		rest_ms(1);
}

static void take_a_twice(void)
{
	lock_acquire(&a);
	lock_acquire(&a);
}

static void relock(void)
{
	play_both(take_a_twice, nothing);
}

static void main_relocks(void)
{
	lock_init(&a, &class_a);
	take_a_twice();
}

static void take_a_in_handler(int number)
{
	(void)number;
	thread_handler_enter();
	lock_acquire(&a);
	lock_release(&a);
	thread_handler_leave();
}

static void raise_holding_a(void)
{
	lock_acquire(&a);
	signal(SIGUSR1, take_a_in_handler);
	raise(SIGUSR1);
}

static void relock_in_handler(void)
{
	play_both(raise_holding_a, nothing);
}

static void open_a_take_b(void)
{
	lock_acquire(&a);
	pthread_barrier_wait(&both);
	while (!(atomic_load(&a.word) & LOCK_WAITERS))
		rest_ms(1);
	rest_ms(5);
	lock_open(&a);
	lock_acquire(&b);
}

static void lost_wake(void)
{
	play_both(open_a_take_b, b_then_a);
}

static void hold_a_wait_semaphore(void)
{
	lock_acquire(&a);
	pthread_barrier_wait(&both);
	semaphore_wait(&semaphore);
	lock_release(&a);
}

static void take_a_then_post(void)
{
	pthread_barrier_wait(&both);
	lock_acquire(&a);
	semaphore_post(&semaphore);
	lock_release(&a);
}

static void semaphore_under_lock(void)
{
	play_both(hold_a_wait_semaphore, take_a_then_post);
}

static void take_a_and_die(void)
{
	lock_acquire(&a);
}

static void take_a_later(void)
{
	rest_ms(20);
	lock_acquire(&a);
}

static void owner_is_gone(void)
{
	play_both(take_a_and_die, take_a_later);
}

static const struct behaviour behaviours[] = {
    {"abba", abba},
    {"busy_third", busy_third},
    {"relock", relock},
    {"main_relocks", main_relocks},
    {"relock_in_handler", relock_in_handler},
    {"lost_wake", lost_wake},
    {"semaphore_under_lock", semaphore_under_lock},
    {"owner_is_gone", owner_is_gone},
};

/* ---- the tests --------------------------------------------------------------------------------
 */

static struct run run;

static const struct thread_view *in_cycle(unsigned index)
{
	return &run.seen->threads[run.seen->cycle[index]];
}

/* Proved, well before the limit, with a stack for every blocked thread. */
static void assert_proved(const char *behaviour, unsigned cycle, unsigned blocked)
{
	trial(&run, behaviour, (struct run_limits){.limit_ms = 2000});
	assert_int_equal(run.seen->standstill, STANDSTILL_PROVED);
	assert_true(run.seen->killed_by_keeper);
	assert_true(run.seen->standstill_ns < ms_to_ns(1500));
	assert_int_equal(run.seen->cycle_count, cycle);
	assert_true(run.seen->module_count >= 2);
	for (uint32_t i = 0; i < run.seen->thread_count; i++) {
		if (run.seen->threads[i].in_deadlock) {
			blocked--;
			assert_true(run.seen->threads[i].frame_count > 3);
		}
	}
	assert_int_equal(blocked, 0);
}

static void two_locks_in_both_orders(void **state)
{
	(void)state;
	assert_proved("abba", 2, 3); /* the main thread waits for them too */
	assert_int_equal(in_cycle(0)->waits_for, in_cycle(1)->tid);
	assert_int_equal(in_cycle(1)->waits_for, in_cycle(0)->tid);
	assert_string_equal(run.record->classes[in_cycle(0)->class_index].name, "b");
	trial_end(&run);
}

static void while_a_third_goes_on(void **state)
{
	(void)state;
	assert_proved("busy_third", 2, 2);
	trial_end(&run);
}

static void a_lock_taken_twice(void **state)
{
	(void)state;
	assert_proved("relock", 1, 2);
	trial_end(&run);
}

static void a_lock_taken_twice_by_the_main_thread(void **state)
{
	(void)state;
	assert_proved("main_relocks", 1, 1);
	assert_string_equal(run.seen->stuck_thread, "main");
	trial_end(&run);
}

static void a_lock_taken_again_in_a_handler(void **state)
{
	(void)state;
	assert_proved("relock_in_handler", 1, 2);
	assert_int_equal(in_cycle(0)->level, 1);
	trial_end(&run);
}

static void a_wake_that_never_comes(void **state)
{
	(void)state;
	assert_proved("lost_wake", 2, 3);
	unsigned sleeper = in_cycle(0)->owed ? 0 : 1;
	assert_true(in_cycle(sleeper)->owed);
	assert_false(in_cycle(!sleeper)->owed);
	assert_true(run.seen->standstill_ns > ms_to_ns(250));
	/* Looking closely has not woken the sleeper: it is free to take the lock. */
	const struct thread_view *view = in_cycle(sleeper);
	assert_int_equal(run.record->threads[view->slot].waits[0].wants, view->futex);
	trial_end(&run);
}

static void a_semaphore_that_nobody_can_post(void **state)
{
	(void)state;
	assert_proved("semaphore_under_lock", 0, 3);
	trial_end(&run);
}

static void a_lock_whose_owner_is_gone(void **state)
{
	(void)state;
	assert_proved("owner_is_gone", 0, 2);
	trial_end(&run);
}

int main(int argc, char **argv)
{
	if (argc == 3)
		return trial_play(behaviours, sizeof behaviours / sizeof behaviours[0], argv);
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(two_locks_in_both_orders),
	    cmocka_unit_test(while_a_third_goes_on),
	    cmocka_unit_test(a_lock_taken_twice),
	    cmocka_unit_test(a_lock_taken_twice_by_the_main_thread),
	    cmocka_unit_test(a_lock_taken_again_in_a_handler),
	    cmocka_unit_test(a_wake_that_never_comes),
	    cmocka_unit_test(a_semaphore_that_nobody_can_post),
	    cmocka_unit_test(a_lock_whose_owner_is_gone),
	};
	return cmocka_run_group_tests_name("hangs that are proved", tests, NULL, NULL);
}
