/* The table of runs: what has a row, and what stands under it. */
#include "stress/front/tally.h"
#include "stress/scenario.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

SCENARIO(counted_scenario) = {.story = "made up"};
SCENARIO(skipped_scenario) = {.story = "made up"};

static struct tally tally;
static char table[4096];

static void add(const char *scenario, enum outcome outcome, const char *why, unsigned novel)
{
	static struct result result;
	memset(&result, 0, sizeof result);
	result.scenario = registry_find(DECLARED_SCENARIO, scenario);
	result.novel = novel;
	findings_add(&result.findings, outcome, "made_up", "%s", why);
	tally_add(&tally, &result);
}

static void print(void (*how)(FILE *file, const struct tally *tally))
{
	FILE *file = tmpfile();
	assert_non_null(file);
	how(file, &tally);
	rewind(file);
	table[fread(table, 1, sizeof table - 1, file)] = 0;
	fclose(file);
}

static int begin(void **state)
{
	(void)state;
	memset(&tally, 0, sizeof tally);
	add("counted_scenario", OUTCOME_clean, "", 1);
	add("counted_scenario", OUTCOME_stuck, "", 0);
	add("counted_scenario", OUTCOME_skip, "the heap lacks 'this'", 0);
	add("skipped_scenario", OUTCOME_skip, "the heap lacks 'this'", 0);
	return 0;
}

static void what_ran_has_a_row(void **state)
{
	(void)state;
	print(tally_print);
	assert_non_null(strstr(table, "\ncounted_scenario"));
	print(tally_print_markdown);
	assert_non_null(
	    strstr(table, "\n| counted_scenario | plain | 3 | 1 | 0 | 1 | 1 | 0 | 1 |"));
}

static void what_was_only_skipped_has_none_but_is_counted(void **state)
{
	(void)state;
	print(tally_print);
	assert_null(strstr(table, "skipped_scenario"));
	assert_non_null(strstr(table, "\nskipped 2: the heap lacks this 2\n"));
	print(tally_print_markdown);
	assert_null(strstr(table, "skipped_scenario"));
	assert_non_null(strstr(table, "\n| **all** |  | 4 | 1 | 0 | 2 | 1 | 0 | 1 |"));
}

static void a_line_says_what_new_means(void **state)
{
	(void)state;
	static const char line[] = "\nnew: runs that executed something no run before had\n";
	print(tally_print);
	assert_non_null(strstr(table, line));
	print(tally_print_markdown);
	assert_non_null(strstr(table, line));
}

static void nothing_is_said_of_skips_where_there_are_none(void **state)
{
	(void)state;
	memset(&tally, 0, sizeof tally);
	add("counted_scenario", OUTCOME_clean, "", 1);
	print(tally_print);
	assert_null(strstr(table, "\nskipped "));
}

#define fresh(test) cmocka_unit_test_setup(test, begin)

int main(void)
{
	registry_close();
	const struct CMUnitTest tests[] = {
	    fresh(what_ran_has_a_row),
	    fresh(what_was_only_skipped_has_none_but_is_counted),
	    fresh(a_line_says_what_new_means),
	    fresh(nothing_is_said_of_skips_where_there_are_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
