/* Whoever of front, keeper and child dies first, and in whatever way: nothing is left. */
#include "stress/keeper/trial.h"

#include <sys/prctl.h>

enum { SOON_ENOUGH_MS = 2000 };

/* ---- the children ---------------------------------------------------------------------------- */

/* Four processes that only SIGKILL can end. */
static void stays(void)
{
	sigset_t all;
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	for (unsigned i = 0; i < 2; i++)
		fork();
	rest_for_ever();
}

static void bothers_its_keeper(void)
{
	for (int number = 1; number < NSIG; number++)
		if (number != SIGKILL && number != SIGSTOP)
			kill(getppid(), number);
	rest_ms(100);
}

static void kills_its_keeper(void)
{
	if (fork() == 0)
		rest_for_ever();
	kill(getppid(), SIGKILL);
	rest_for_ever();
}

static void stops_its_keeper(void)
{
	kill(getppid(), SIGSTOP);
	rest_for_ever();
}

static const struct behaviour behaviours[] = {
    {"stays", stays},
    {"bothers_its_keeper", bothers_its_keeper},
    {"kills_its_keeper", kills_its_keeper},
    {"stops_its_keeper", stops_its_keeper},
};

/* ---- the tests --------------------------------------------------------------------------------
 */

static struct run run;

static void await_members(pid_t child, unsigned count)
{
	uint64_t deadline_ns = clock_ns() + ms_to_ns(SOON_ENOUGH_MS);
	while (members_count(child, 0).count != count) {
		if (clock_ns() > deadline_ns)
			fail_msg("%u processes, not %u", members_count(child, 0).count, count);
		rest_ms(5);
	}
}

static void start_and_settle(void)
{
	trial_start(&run, "stays", (struct run_limits){0});
	while (run.seen->child == 0)
		rest_ms(1);
	await_members(run.seen->child, 4);
}

static void the_front_is_killed(void **state)
{
	(void)state;
	struct told {
		pid_t child, keeper;
		char directory[sizeof run.directory];
	} told;
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	prctl(PR_SET_CHILD_SUBREAPER, 1); /* to see the keeper's end */
	pid_t front = fork();
	if (front == 0) {
		start_and_settle();
		told = (struct told){.child = run.seen->child, .keeper = run.keeper};
		memcpy(told.directory, run.directory, sizeof told.directory);
		if (write(ends[1], &told, sizeof told) != sizeof told)
			_exit(1);
		rest_for_ever();
	}
	assert_int_equal(read(ends[0], &told, sizeof told), sizeof told);
	assert_int_equal(members_count(told.child, 0).count, 4);
	kill(front, SIGKILL);
	waitpid(front, NULL, 0);
	await_members(told.child, 0);
	int status = -1;
	assert_int_equal(waitpid(told.keeper, &status, 0), told.keeper);
	assert_int_equal(status, 0);
	assert_int_not_equal(access(told.directory, F_OK), 0);
}

static void the_front_asks_to_stop(void **state)
{
	(void)state;
	start_and_settle();
	run_stop(&run);
	trial_wait(&run);
	assert_killed_because(&run, "asked to stop");
	trial_end(&run);
}

static void assert_lost_keeper(const char *why)
{
	uint64_t begin_ns = clock_ns();
	assert_false(run_wait(&run));
	assert_true(clock_ns() - begin_ns < ms_to_ns(SOON_ENOUGH_MS));
	if (!strstr(run.seen->broken, why))
		fail_msg("\"%s\" is not in \"%s\"", why, run.seen->broken);
	assert_int_equal(members_count(run.seen->child, 0).count, 0);
	trial_end(&run);
}

static void the_keeper_is_killed(void **state)
{
	(void)state;
	start_and_settle();
	kill(run.keeper, SIGKILL);
	assert_lost_keeper("killed by signal 9");
}

static void the_child_kills_the_keeper(void **state)
{
	(void)state;
	trial_start(&run, "kills_its_keeper", (struct run_limits){0});
	assert_lost_keeper("killed by signal 9");
}

static void the_child_stops_the_keeper(void **state)
{
	(void)state;
	trial_start(&run, "stops_its_keeper", (struct run_limits){0});
	run.deadline_ns = clock_ns() + ms_to_ns(300);
	assert_lost_keeper("did not come back");
}

static void the_child_only_bothers_the_keeper(void **state)
{
	(void)state;
	trial(&run, "bothers_its_keeper", (struct run_limits){0});
	assert_good_end(&run);
	trial_end(&run);
}

int main(int argc, char **argv)
{
	if (argc == 3)
		return trial_play(behaviours, sizeof behaviours / sizeof behaviours[0], argv);
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_front_is_killed),
	    cmocka_unit_test(the_front_asks_to_stop),
	    cmocka_unit_test(the_keeper_is_killed),
	    cmocka_unit_test(the_child_kills_the_keeper),
	    cmocka_unit_test(the_child_stops_the_keeper),
	    cmocka_unit_test(the_child_only_bothers_the_keeper),
	};
	return cmocka_run_group_tests_name("nothing is left", tests, NULL, NULL);
}
