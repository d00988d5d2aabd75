#include "stress/front/printable.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *clean(const char *text)
{
	static char copy[256];
	printable_copy(copy, sizeof copy, text, strlen(text));
	return copy;
}

static void good_text_is_kept(void **state)
{
	(void)state;
	static const char *const good[] = {"",	       "plain",	       "two\nlines\tand a tab",
					   "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x94\x92"};
	for (unsigned i = 0; i < sizeof good / sizeof good[0]; i++)
		assert_string_equal(clean(good[i]), good[i]);
}

static void each_bad_byte_becomes_a_question_mark(void **state)
{
	(void)state;
	static const struct {
		const char *raw, *clean;
	} bad[] = {
	    {"a\033[31mb", "a?[31mb"},
	    {"\x01\x7f", "??"},
	    {"\x80", "?"},
	    {"\xc3", "?"},
	    {"\xc3(", "?("},
	    {"\xc0\xaf", "??"},
	    {"\xe0\x80\xaf", "???"},
	    {"\xed\xa0\x80", "???"},
	    {"\xf8\x88\x80\x80\x80", "?????"},
	    {"\xf4\x90\x80\x80", "????"},
	    {"\xef\xbf\xbf", "???"},
	    {"\xc2\x85", "??"},
	    {"\xe2\x82", "??"},
	};
	for (unsigned i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_string_equal(clean(bad[i].raw), bad[i].clean);
}

static void a_cut_is_between_characters(void **state)
{
	(void)state;
	char small[4];
	printable_copy(small, sizeof small, "ab\xc3\xa9", 4);
	assert_string_equal(small, "ab");
	printable_copy(small, sizeof small,
		       "a\xc3\xa9"
		       "b",
		       4);
	assert_string_equal(small, "a\xc3\xa9");
}

static void in_place_never_grows(void **state)
{
	(void)state;
	char text[] = "x\x01y\xff";
	printable(text);
	assert_string_equal(text, "x?y?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(good_text_is_kept),
	    cmocka_unit_test(each_bad_byte_becomes_a_question_mark),
	    cmocka_unit_test(a_cut_is_between_characters),
	    cmocka_unit_test(in_place_never_grows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
