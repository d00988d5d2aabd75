/* Children that hang in a way that cannot be proved, and beside them those that are only slow. */
#include "stress/keeper/trial_pair.h"

enum { LIMIT_MS = 300 };

/* ---- the children ---------------------------------------------------------------------------- */

static pthread_mutex_t foreign_a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t foreign_b = PTHREAD_MUTEX_INITIALIZER;

static void foreign_a_then_b(void)
{
	pthread_mutex_lock(&foreign_a);
	pthread_barrier_wait(&both);
	pthread_mutex_lock(&foreign_b);
}

static void foreign_b_then_a(void)
{
	pthread_mutex_lock(&foreign_b);
	pthread_barrier_wait(&both);
	pthread_mutex_lock(&foreign_a);
}

static void foreign_abba(void)
{
	play_both(foreign_a_then_b, foreign_b_then_a);
}

static void compute_ms(unsigned ms)
{
	uint64_t until_ns = clock_ns() + ms_to_ns(ms);
	while (clock_ns() < until_ns)
		;
}

static void compute_for_ever(void)
{
	for (;;)
		compute_ms(1000);
}

static void loops_for_ever(void)
{
	play_both(compute_for_ever, nothing);
}

static void block_all_and_sleep(void)
{
	sigset_t all;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, NULL);
	rest_for_ever();
}

static void sleeps_deaf(void)
{
	play_both(block_all_and_sleep, nothing);
}

static void read_nothing(void)
{
	int ends[2];
	char byte;
	if (pipe(ends) == 0 && read(ends[0], &byte, 1) < 0)
		_exit(1);
}

static void reads_for_ever(void)
{
	play_both(read_nothing, nothing);
}

static void computes_long_with_a(void)
{
	lock_acquire(&a);
	pthread_barrier_wait(&both);
	compute_ms(LIMIT_MS * 5 / 2);
	lock_release(&a);
}

static void waits_for_a(void)
{
	pthread_barrier_wait(&both);
	lock_acquire(&a);
	lock_release(&a);
}

static void long_compute(void)
{
	play_both(computes_long_with_a, waits_for_a);
}

static void sleep_long(void)
{
	rest_ms(LIMIT_MS * 5 / 2);
}

static void long_sleep(void)
{
	play_both(sleep_long, nothing);
}

/* An untimed read that nobody can see through, ended before the limit. */
static int slow_pipe[2];

static void read_slow_pipe(void)
{
	char byte;
	for (unsigned i = 0; i < 4; i++, progress())
		if (read(slow_pipe[0], &byte, 1) != 1)
			_exit(1);
}

static void feed_slow_pipe(void)
{
	for (unsigned i = 0; i < 4; i++, progress()) {
		rest_ms(LIMIT_MS * 3 / 5);
		if (write(slow_pipe[1], "", 1) != 1)
			_exit(1);
	}
}

static void just_before_the_limit(void)
{
	if (pipe(slow_pipe) == 0)
		play_both(read_slow_pipe, feed_slow_pipe);
}

static void hold_a_wait_semaphore(void)
{
	lock_acquire(&a);
	pthread_barrier_wait(&both);
	semaphore_wait(&semaphore);
	lock_release(&a);
}

static void post_late(void)
{
	pthread_barrier_wait(&both);
	rest_ms(LIMIT_MS * 2);
	semaphore_post(&semaphore);
}

static void semaphore_posted_late(void)
{
	play_both(hold_a_wait_semaphore, post_late);
}

static const struct behaviour behaviours[] = {
    {"foreign_abba", foreign_abba},
    {"loops_for_ever", loops_for_ever},
    {"sleeps_deaf", sleeps_deaf},
    {"reads_for_ever", reads_for_ever},
    {"long_compute", long_compute},
    {"long_sleep", long_sleep},
    {"semaphore_posted_late", semaphore_posted_late},
    {"just_before_the_limit", just_before_the_limit},
};

/* ---- the tests --------------------------------------------------------------------------------
 */

static struct run run;

static const struct thread_view *in_cycle(unsigned index)
{
	return &run.seen->threads[run.seen->cycle[index]];
}

static void assert_stuck(const char *behaviour, unsigned extensions)
{
	trial(&run, behaviour, (struct run_limits){.limit_ms = LIMIT_MS});
	assert_int_equal(run.seen->standstill, STANDSTILL_STUCK);
	assert_int_equal(run.seen->extensions, extensions);
	assert_true(run.seen->stood_ms >= LIMIT_MS * (1 + extensions) - 10);
	assert_non_null(strstr(run.seen->stuck_thread, "actor"));
}

static void assert_left_alone(const char *behaviour)
{
	trial(&run, behaviour, (struct run_limits){.limit_ms = LIMIT_MS});
	assert_good_end(&run);
	trial_end(&run);
}

static void foreign_mutexes_are_a_guess(void **state)
{
	(void)state;
	assert_stuck("foreign_abba", 0);
	assert_int_equal(run.seen->cycle_count, 2);
	assert_true(in_cycle(0)->foreign_owner);
	assert_false(in_cycle(0)->in_deadlock);
	trial_end(&run);
}

static void an_endless_loop(void **state)
{
	(void)state;
	assert_stuck("loops_for_ever", 3);
	trial_end(&run);
}

static void a_sleeper_that_blocks_every_signal(void **state)
{
	(void)state;
	assert_stuck("sleeps_deaf", 3);
	trial_end(&run);
}

static void a_read_that_never_returns(void **state)
{
	(void)state;
	assert_stuck("reads_for_ever", 0);
	trial_end(&run);
}

static void a_run_that_takes_too_long(void **state)
{
	(void)state;
	trial(&run, "loops_for_ever", (struct run_limits){.limit_ms = 5000, .total_ms = 150});
	assert_int_equal(run.seen->standstill, STANDSTILL_STUCK);
	assert_killed_because(&run, "ran for longer than 150 ms");
	trial_end(&run);
}

static void slow_is_not_stuck(void **state)
{
	(void)state;
	assert_left_alone("long_compute");
	assert_left_alone("long_sleep");
	assert_left_alone("semaphore_posted_late");
	assert_left_alone("just_before_the_limit");
}

int main(int argc, char **argv)
{
	if (argc == 3)
		return trial_play(behaviours, sizeof behaviours / sizeof behaviours[0], argv);
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(foreign_mutexes_are_a_guess),
	    cmocka_unit_test(an_endless_loop),
	    cmocka_unit_test(a_sleeper_that_blocks_every_signal),
	    cmocka_unit_test(a_read_that_never_returns),
	    cmocka_unit_test(a_run_that_takes_too_long),
	    cmocka_unit_test(slow_is_not_stuck),
	};
	return cmocka_run_group_tests_name("hangs that are not proved", tests, NULL, NULL);
}
