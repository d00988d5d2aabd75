#include "stress/allocator.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static int threads_started;

static int count_thread(pthread_t *thread, void *(*run)(void *), void *argument)
{
	threads_started++;
	return pthread_create(thread, NULL, run, argument);
}

static const struct allocator bare = {.alloc = malloc, .free = free};
static const struct allocator able = {
    .alloc = malloc, .free = free, .realloc = realloc, .start_thread = count_thread};

static void a_capability_is_a_function_that_is_there(void **state)
{
	(void)state;
	assert_true(allocator_can(&able, "realloc"));
	assert_true(allocator_can(&able, "start_thread"));
	assert_false(allocator_can(&able, "calloc"));
	for (size_t i = 0; i < capability_count(); i++)
		assert_false(allocator_can(&bare, capability_name(i)));
}

static void every_capability_says_what_it_means(void **state)
{
	(void)state;
	assert_true(capability_count() > 0);
	for (size_t i = 0; i < capability_count(); i++) {
		assert_string_not_equal(capability_name(i), "");
		assert_string_not_equal(capability_meaning(i), "");
	}
}

static void an_unknown_capability_aborts(void **state)
{
	(void)state;
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		signal(SIGABRT, SIG_DFL);
		close(STDERR_FILENO);
		allocator_can(&able, "levitation");
		_exit(0);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void *increment(void *number)
{
	(*(int *)number)++;
	return number;
}

static void threads_are_of_the_allocators_kind_or_posix(void **state)
{
	(void)state;
	static const struct allocator *const both[] = {&bare, &able};
	int number = 0;
	for (size_t i = 0; i < 2; i++) {
		pthread_t thread;
		void *result;
		assert_int_equal(allocator_start_thread(both[i], &thread, increment, &number), 0);
		assert_int_equal(pthread_join(thread, &result), 0);
		assert_ptr_equal(result, &number);
		assert_int_equal(threads_started, (int)i);
	}
	assert_int_equal(number, 2);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_capability_is_a_function_that_is_there),
	    cmocka_unit_test(every_capability_says_what_it_means),
	    cmocka_unit_test(an_unknown_capability_aborts),
	    cmocka_unit_test(threads_are_of_the_allocators_kind_or_posix),
	};
	return cmocka_run_group_tests_name("allocator", tests, NULL, NULL);
}
