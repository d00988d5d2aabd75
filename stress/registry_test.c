#include "stress/registry.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const int thing;

static struct declared made_up(const char *id)
{
	return (struct declared){
	    .kind = DECLARED_BUG, .id = id, .file = __FILE__, .line = __LINE__, .what = &thing};
}

static void lists_are_sorted_and_found(void **state)
{
	(void)state;
	static struct declared z, a;
	z = made_up("zz_last");
	a = made_up("aa_first");
	gridlock_declare(&z);
	gridlock_declare(&a);
	registry_close();
	size_t count = registry_count(DECLARED_BUG);
	assert_true(count >= 2);
	for (size_t i = 1; i < count; i++)
		assert_true(strcmp(registry_at(DECLARED_BUG, i - 1)->id,
				   registry_at(DECLARED_BUG, i)->id) < 0);
	assert_ptr_equal(registry_find(DECLARED_BUG, "zz_last"), &z);
	assert_null(registry_find(DECLARED_BUG, "zz_las"));
	assert_null(registry_find(DECLARED_SCENARIO, "zz_last"));
}

static void the_nearest_is_near(void **state)
{
	(void)state;
	assert_string_equal(registry_nearest(DECLARED_BUG, "zz_lsat"), "zz_last");
	assert_string_equal(registry_nearest(DECLARED_BUG, "aa_firs"), "aa_first");
	assert_null(registry_nearest(DECLARED_BUG, "q"));
	assert_null(registry_nearest(DECLARED_BUG, "completely unlike"));
}

static int status_of_closing_with(const char *id)
{
	pid_t pid = fork();
	if (pid == 0) {
		static struct declared again;
		again = made_up(id);
		gridlock_declare(&again);
		close(STDERR_FILENO);
		registry_close();
		_exit(0);
	}
	int status = 0;
	waitpid(pid, &status, 0);
	return status;
}

static void a_duplicate_is_fatal(void **state)
{
	(void)state;
	assert_int_equal(WTERMSIG(status_of_closing_with("zz_last")), SIGABRT);
	assert_int_equal(status_of_closing_with("zz_other"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lists_are_sorted_and_found),
	    cmocka_unit_test(the_nearest_is_near),
	    cmocka_unit_test(a_duplicate_is_fatal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
