/* Where a process died, as its record tells afterwards.  Children alone have death.c linked in. */
#include "stress/child/death.c" /* NOLINT(bugprone-suspicious-include) */
#include "stress/front/symbols.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <cmocka.h>

static volatile int *volatile nowhere = NULL;
static volatile bool aborts;
static volatile unsigned returned; /* keeps every call from being the last thing done */

__attribute__((noinline)) static void inner(void)
{
	volatile unsigned local = returned; /* so that it has a frame from its beginning on */
	if (aborts)
		abort();
	*nowhere = (int)local;
	returned++;
}

__attribute__((noinline)) static void outer(void)
{
	inner();
	returned++;
}

static struct symbols *symbols;
static struct code_map code;

static int begin(void **state)
{
	(void)state;
	symbols = symbols_open();
	record_modules();
	code_map_add(&code, run_record->modules, run_record->module_count);
	return symbols && code.count ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	symbols_close(symbols);
	return 0;
}

static bool is_in(uint64_t address, const char *function)
{
	struct symbol found;
	symbols_at(symbols, &code, address, &found, 1);
	return strcmp(found.function, function) == 0;
}

/* What the record says of a process that calls outer(). */
static struct death die_in_outer(bool by_abort, int *status)
{
	int fd;
	struct record *record = record_create(&fd);
	assert_non_null(record);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		if (!record_attach(fd))
			_exit(1);
		record_modules();
		death_watch();
		aborts = by_abort;
		outer();
		_exit(0);
	}
	assert_int_equal(waitpid(child, status, 0), child);
	struct death death = record->death;
	record_destroy(record, fd);
	return death;
}

static void expect_inner_and_outer(const struct death *death)
{
	unsigned i = 0;
	assert_int_equal(death->ready, 1);
	while (i < death->frames && !is_in(death->stack[i], "inner"))
		i++;
	assert_true(i + 1 < death->frames);
	assert_true(is_in(death->stack[i + 1], "outer"));
	for (unsigned j = 1; j < death->frames; j++)
		assert_true(death->stack[j] != death->stack[j - 1]);
}

static void an_abort_is_followed_through_the_library(void **state)
{
	(void)state;
	int status;
	struct death death = die_in_outer(true, &status);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	assert_int_equal(death.signal, SIGABRT);
	assert_false(is_in(death.stack[0], "inner")); /* it was in the library */
	expect_inner_and_outer(&death);
}

static void a_fault_is_followed_by_frame_pointers(void **state)
{
	(void)state;
	int status;
	struct death death = die_in_outer(false, &status);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
	assert_int_equal(death.signal, SIGSEGV);
	assert_true(is_in(death.stack[0] + 1, "inner"));
	expect_inner_and_outer(&death);
}

static void a_fault_of_the_unwinding_does_not_hide_the_abort(void **state)
{
	(void)state;
	int status;
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		sigset_t set;
		death_watch();
		is_dying = true; /* as in the handler of the abort */
		run_record->death.signal = SIGABRT;
		signal(SIGABRT, SIG_DFL);
		sigemptyset(&set);
		sigaddset(&set, SIGABRT);
		pthread_sigmask(SIG_BLOCK, &set, NULL);
		outer();
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

/* ---- chains of frames that are made up ------------------------------------------------------- */

static unsigned frames_of(uint64_t (*frames)[2], unsigned first)
{
	struct death death = {.frames = 0};
	follow_frames(&death, (uint64_t)(uintptr_t)frames[first]);
	return death.frames;
}

static uint64_t address_of(uint64_t (*frames)[2], unsigned i)
{
	return (uint64_t)(uintptr_t)frames[i];
}

static void a_chain_goes_up_and_stays_in_code(void **state)
{
	(void)state;
	uint64_t frames[4][2], in_code = (uint64_t)(uintptr_t)outer;
	for (unsigned i = 0; i < 4; i++) {
		frames[i][0] = i < 3 ? address_of(frames, i + 1) : 0;
		frames[i][1] = in_code;
	}
	assert_int_equal(frames_of(frames, 0), 4);
	frames[2][1] = address_of(frames, 0); /* no code */
	assert_int_equal(frames_of(frames, 0), 2);
	frames[2][1] = in_code;
	frames[1][0] = address_of(frames, 1); /* its own caller */
	assert_int_equal(frames_of(frames, 0), 2);
	frames[1][0] = address_of(frames, 0); /* down */
	assert_int_equal(frames_of(frames, 0), 2);
	frames[1][0] = address_of(frames, 1) + FRAME_BYTES_MAX + 16; /* too far */
	assert_int_equal(frames_of(frames, 0), 2);
	frames[1][0] = address_of(frames, 2) + 1;
	assert_int_equal(frames_of(frames, 0), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_abort_is_followed_through_the_library),
	    cmocka_unit_test(a_fault_is_followed_by_frame_pointers),
	    cmocka_unit_test(a_fault_of_the_unwinding_does_not_hide_the_abort),
	    cmocka_unit_test(a_chain_goes_up_and_stays_in_code),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
