/* The line that says why runs were skipped. */
#include "stress/front/skips.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct skips skips;
static char text[4096];

static void add(unsigned times, const char *reason)
{
	while (times-- > 0)
		skips_add(&skips, reason);
}

static int begin(void **state)
{
	(void)state;
	memset(&skips, 0, sizeof skips);
	return 0;
}

static void nothing_is_said_of_nothing(void **state)
{
	(void)state;
	skips_text(&skips, text, sizeof text);
	assert_string_equal(text, "");
}

static void the_most_frequent_comes_first_and_common_words_once(void **state)
{
	(void)state;
	add(1, "the allocator lacks 'timer'");
	add(2, "it hands out nothing");
	add(3, "the allocator lacks 'collect'");
	add(4, "the allocator lacks 'with_room'");
	skips_text(&skips, text, sizeof text);
	assert_string_equal(text, "skipped 10: the allocator lacks with_room 4, collect 3, "
				  "it hands out nothing 2, the allocator lacks timer 1");
}

static void quotes_that_name_nothing_are_kept(void **state)
{
	(void)state;
	add(2, "it isn't there");
	add(1, "''");
	skips_text(&skips, text, sizeof text);
	assert_string_equal(text, "skipped 3: it isn't there 2, '' 1");
}

static void more_reasons_than_there_is_room_for_are_counted(void **state)
{
	(void)state;
	char reason[32], little[16];
	for (unsigned i = 0; i < SKIPS_MAX + 3; i++) {
		snprintf(reason, sizeof reason, "reason %u", i);
		skips_add(&skips, reason);
	}
	skips_text(&skips, text, sizeof text);
	assert_int_equal(strncmp(text, "skipped 67: reason 0 1, ", 24), 0);
	assert_non_null(strstr(text, ", others 3"));
	skips_text(&skips, little, sizeof little);
	assert_string_equal(little, "skipped 67: rea");
}

static void what_would_break_the_line_is_cleaned(void **state)
{
	(void)state;
	add(1, "a\033[31mred");
	skips_text(&skips, text, sizeof text);
	assert_null(strchr(text, '\033'));
}

#define fresh(test) cmocka_unit_test_setup(test, begin)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    fresh(nothing_is_said_of_nothing),
	    fresh(the_most_frequent_comes_first_and_common_words_once),
	    fresh(quotes_that_name_nothing_are_kept),
	    fresh(more_reasons_than_there_is_room_for_are_counted),
	    fresh(what_would_break_the_line_is_cleaned),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
