/* How children end, and what they do to their pipe, their memory and their processes: each an
 * outcome, none a hang, nothing left; and beside each the well-behaved twin that is left alone. */
#include "stress/keeper/trial.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

enum { HALF = OUTPUT_MAX / 2, MIB = 1024 * 1024 };

/* ---- the children -------------------------------------------------------------------------- */

static void ends_well(void)
{
}

static void kills_itself(void)
{
	raise(SIGSEGV);
}

static void exits_silently(void)
{
	_exit(0);
}

static void prints_bytes(size_t bytes)
{
	for (size_t i = 0; i < bytes; i += 4)
		printf("%03zu\n", i / 4 % 1000);
	fflush(stdout);
}

static void prints_what_fits(void)
{
	prints_bytes(OUTPUT_MAX);
}

static void prints_too_much(void)
{
	prints_bytes(OUTPUT_MAX + 40);
}

static void floods(void)
{
	static const char chunk[MIB];
	for (;;)
		if (write(1, chunk, sizeof chunk) < 0)
			_exit(1);
}

static void closes_its_pipe(void)
{
	close(1);
	close(2);
	rest_ms(100);
}

static void grows_to(size_t mib)
{
	for (size_t i = 0; i < mib; i++) {
		char *block =
		    mmap(NULL, MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (block == MAP_FAILED)
			_exit(1);
		memset(block, 1, MIB);
	}
	rest_ms(300);
}

static void eats_memory(void)
{
	grows_to(2048);
}

static void eats_a_little(void)
{
	grows_to(32);
}

static void forks_for_ever(void)
{
	for (;;)
		fork();
}

/* Children of children that leave the group, when they may. */
static void forks_and_runs_away(void)
{
	for (;;) {
		if (fork() == 0) {
			setsid();
			setpgid(0, 0);
		}
	}
}

static void forks_a_few(void)
{
	for (unsigned i = 0; i < 5; i++)
		if (fork() == 0)
			rest_for_ever();
	rest_ms(200);
}

static void leaves_orphans(void)
{
	for (unsigned i = 0; i < 3; i++)
		if (fork() == 0 && fork() == 0)
			rest_for_ever();
}

static void digs_deep(void)
{
	for (unsigned i = 0; i < 300; i++)
		if (mkdir("a", 0700) != 0 || chdir("a") != 0)
			_exit(1);
	int fd = open("file", O_CREAT | O_WRONLY, 0600);
	if (fd < 0 || chmod(".", 0) != 0 || symlink("/etc", "../link") != 0)
		_exit(1);
}

static void looks_around(void)
{
	struct stat record;
	bool fenced = fstat(3, &record) == 0 && fcntl(4, F_GETFD) < 0 && getsid(0) == getpid() &&
		      setsid() < 0 && errno == EPERM &&
		      strcmp(getenv("TMPDIR"), getenv("HOME")) == 0 &&
		      getenv("KEEPER_TEST_SECRET") == NULL && getenv("KEEPER_TEST_MALLOC") != NULL;
	for (int fd = 5; fd < 200; fd++)
		fenced &= fcntl(fd, F_GETFD) < 0;
	if (!fenced)
		_exit(1);
}

static void says_fatal(void)
{
	printf("==1==FATAL: ThreadSanitizer: unexpected memory mapping\nmore\n");
	fflush(stdout);
	rest_ms(200);
}

static const struct behaviour behaviours[] = {
    {"ends_well", ends_well},
    {"kills_itself", kills_itself},
    {"exits_silently", exits_silently},
    {"prints_what_fits", prints_what_fits},
    {"prints_too_much", prints_too_much},
    {"floods", floods},
    {"closes_its_pipe", closes_its_pipe},
    {"eats_memory", eats_memory},
    {"eats_a_little", eats_a_little},
    {"forks_for_ever", forks_for_ever},
    {"forks_and_runs_away", forks_and_runs_away},
    {"forks_a_few", forks_a_few},
    {"leaves_orphans", leaves_orphans},
    {"digs_deep", digs_deep},
    {"looks_around", looks_around},
    {"says_fatal", says_fatal},
};

/* ---- the tests --------------------------------------------------------------------------------
 */

static struct run run;

static void a_good_end(void **state)
{
	(void)state;
	trial(&run, "ends_well", (struct run_limits){0});
	assert_good_end(&run);
	assert_true(run.seen->duration_ns > 0 && run.seen->duration_ns < ms_to_ns(2000));
	trial_end(&run);
}

static void a_signal(void **state)
{
	(void)state;
	trial(&run, "kills_itself", (struct run_limits){0});
	assert_int_equal(WTERMSIG(run.seen->exit_status), SIGSEGV);
	assert_false(run.seen->killed_by_keeper);
	trial_end(&run);
}

static void a_silent_exit(void **state)
{
	(void)state;
	trial(&run, "exits_silently", (struct run_limits){0});
	assert_int_equal(run.seen->exit_status, 0);
	assert_int_equal(run.record->sentinel, 0);
	trial_end(&run);
}

static void output_that_fits_is_kept_whole(void **state)
{
	(void)state;
	trial(&run, "prints_what_fits", (struct run_limits){0});
	assert_good_end(&run);
	assert_int_equal(run.seen->output_bytes, OUTPUT_MAX);
	assert_int_equal(run.seen->output_kept, OUTPUT_MAX);
	for (unsigned i = 0; i < OUTPUT_MAX; i += 4)
		assert_int_equal(atoi(run.seen->output + i), i / 4 % 1000);
	trial_end(&run);
}

static void of_too_much_output_both_ends_are_kept(void **state)
{
	(void)state;
	trial(&run, "prints_too_much", (struct run_limits){0});
	assert_good_end(&run);
	assert_int_equal(run.seen->output_bytes, OUTPUT_MAX + 40);
	assert_int_equal(run.seen->output_kept, OUTPUT_MAX);
	assert_int_equal(atoi(run.seen->output), 0);
	for (unsigned i = 0; i < HALF; i += 4)
		assert_int_equal(atoi(run.seen->output + HALF + i), (HALF + 40 + i) / 4 % 1000);
	trial_end(&run);
}

static void a_flood(void **state)
{
	(void)state;
	trial(&run, "floods", (struct run_limits){.total_ms = 300});
	assert_killed_because(&run, "longer than 300 ms");
	assert_int_equal(run.seen->standstill, STANDSTILL_STUCK);
	assert_true(run.seen->output_bytes > OUTPUT_MAX);
	assert_int_equal(run.seen->output_kept, OUTPUT_MAX);
	trial_end(&run);
}

static void a_closed_pipe(void **state)
{
	(void)state;
	trial(&run, "closes_its_pipe", (struct run_limits){0});
	assert_good_end(&run);
	trial_end(&run);
}

static void too_much_memory(void **state)
{
	(void)state;
	trial(&run, "eats_memory", (struct run_limits){.memory_mib = 64});
	assert_killed_because(&run, "MiB of memory; the limit is 64");
	trial_end(&run);
}

static void enough_memory(void **state)
{
	(void)state;
	trial(&run, "eats_a_little", (struct run_limits){.memory_mib = 64});
	assert_good_end(&run);
	trial_end(&run);
}

static void too_many_processes(void **state)
{
	(void)state;
	trial(&run, "forks_for_ever", (struct run_limits){.processes = 20});
	assert_killed_because(&run, "processes at one time; the limit is 20");
	trial_end(&run);
}

static void processes_that_run_away(void **state)
{
	(void)state;
	trial(&run, "forks_and_runs_away", (struct run_limits){.processes = 20});
	assert_killed_because(&run, "processes at one time; the limit is 20");
	trial_end(&run);
}

static void a_few_processes(void **state)
{
	(void)state;
	trial(&run, "forks_a_few", (struct run_limits){.processes = 20});
	assert_good_end(&run);
	trial_end(&run);
}

static void orphans(void **state)
{
	(void)state;
	trial(&run, "leaves_orphans", (struct run_limits){0});
	assert_good_end(&run);
	trial_end(&run);
}

static void a_deep_folder_is_removed(void **state)
{
	(void)state;
	trial(&run, "digs_deep", (struct run_limits){0});
	assert_good_end(&run);
	trial_end(&run);
	assert_int_equal(access("/etc/passwd", F_OK), 0);
}

static void the_child_is_fenced_in(void **state)
{
	(void)state;
	setenv("KEEPER_TEST_SECRET", "1", 1);
	setenv("KEEPER_TEST_MALLOC", "1", 1);
	trial(&run, "looks_around", (struct run_limits){0});
	assert_good_end(&run);
	trial_end(&run);
}

static void a_program_that_is_not_there(void **state)
{
	(void)state;
	struct run_id id;
	struct run_limits limits = {0};
	char why[256];
	trial_id(&id, "ends_well", BUILD_plain);
	assert_true(run_start(&run, "/nonexistent/child", &id, &limits, why, sizeof why));
	assert_true(run_wait(&run));
	assert_non_null(strstr(run.seen->broken, "/nonexistent/child: exec: No such file"));
	trial_end(&run);
}

static void threadsanitizers_last_words(void **state)
{
	(void)state;
	static struct run_id id;
	struct run_limits limits = {0};
	char program[512] = "", why[256];
	assert_true(readlink("/proc/self/exe", program, sizeof program - 1) > 0);
	trial_id(&id, "says_fatal", BUILD_tsan);
	assert_true(run_start(&run, program, &id, &limits, why, sizeof why));
	assert_true(run_wait(&run));
	assert_string_equal(run.seen->broken, "ThreadSanitizer gave up: FATAL: ThreadSanitizer: "
					      "unexpected memory mapping");
	assert_true(run.seen->killed_by_keeper);
	trial_end(&run);
	/* In a plain build they are the child's own. */
	trial(&run, "says_fatal", limits);
	assert_good_end(&run);
	trial_end(&run);
}

int main(int argc, char **argv)
{
	if (argc == 3)
		return trial_play(behaviours, sizeof behaviours / sizeof behaviours[0], argv);
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_good_end),
	    cmocka_unit_test(a_signal),
	    cmocka_unit_test(a_silent_exit),
	    cmocka_unit_test(output_that_fits_is_kept_whole),
	    cmocka_unit_test(of_too_much_output_both_ends_are_kept),
	    cmocka_unit_test(a_flood),
	    cmocka_unit_test(a_closed_pipe),
	    cmocka_unit_test(too_much_memory),
	    cmocka_unit_test(enough_memory),
	    cmocka_unit_test(too_many_processes),
	    cmocka_unit_test(processes_that_run_away),
	    cmocka_unit_test(a_few_processes),
	    cmocka_unit_test(orphans),
	    cmocka_unit_test(a_deep_folder_is_removed),
	    cmocka_unit_test(the_child_is_fenced_in),
	    cmocka_unit_test(a_program_that_is_not_there),
	    cmocka_unit_test(threadsanitizers_last_words),
	};
	return cmocka_run_group_tests_name("how children end", tests, NULL, NULL);
}
