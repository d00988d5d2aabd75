/* Run ids: printing and parsing are exact inverses, and every malformed id is told apart. */
#include "stress/random.h"
#include "stress/run_id.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void random_text(struct random *random, char *text, size_t size)
{
	size_t length = 1 + random_below(random, size - 1);
	for (size_t i = 0; i < length; i++)
		text[i] = (char)(1 + random_below(random, 255));
	text[length] = 0;
}

static void random_params(struct random *random, struct params *params)
{
	params->count = (unsigned)random_below(random, PARAMS_MAX + 1);
	for (unsigned i = 0; i < params->count; i++) {
		random_text(random, params->entry[i].name, sizeof params->entry[i].name);
		params->entry[i].name[0] = (char)('a' + i); /* all different, and none "ms" */
		params->entry[i].value = (long)random_next(random);
	}
	params->ms = (long)random_below(random, 3);
}

static void random_id(struct random *random, struct run_id *id)
{
	memset(id, 0, sizeof *id);
	random_text(random, id->scenario, sizeof id->scenario);
	random_text(random, id->allocator, sizeof id->allocator);
	id->bug_count = (unsigned)random_below(random, RUN_ID_BUGS_MAX + 1);
	for (unsigned i = 0; i < id->bug_count; i++) {
		random_text(random, id->bugs[i], sizeof id->bugs[i]);
		id->bugs[i][0] = (char)('a' + i);
	}
	id->build = (enum build)random_below(random, BUILD_COUNT);
	id->attachment = random_below(random, 2) ? ATTACH_WORN : ATTACH_CALLED;
	random_params(random, &id->params);
	random_text(random, id->strategy, sizeof id->strategy);
	id->seed = random_next(random);
}

static void assert_same(const struct run_id *a, const struct run_id *b)
{
	assert_string_equal(a->scenario, b->scenario);
	assert_string_equal(a->allocator, b->allocator);
	assert_int_equal(a->bug_count, b->bug_count);
	for (unsigned i = 0; i < a->bug_count; i++)
		assert_string_equal(a->bugs[i], b->bugs[i]);
	assert_int_equal(a->build, b->build);
	assert_int_equal(a->attachment, b->attachment);
	assert_int_equal(a->params.count, b->params.count);
	for (unsigned i = 0; i < a->params.count; i++) {
		assert_string_equal(a->params.entry[i].name, b->params.entry[i].name);
		assert_int_equal(a->params.entry[i].value, b->params.entry[i].value);
	}
	assert_int_equal(a->params.ms, b->params.ms);
	assert_string_equal(a->strategy, b->strategy);
	assert_int_equal(a->seed, b->seed);
}

static void every_id_comes_back_exactly(void **state)
{
	(void)state;
	struct random random;
	random_seed(&random, 1, 0);
	for (unsigned round = 0; round < 2000; round++) {
		struct run_id id, back;
		char text[RUN_ID_TEXT_MAX], again[RUN_ID_TEXT_MAX], why[200] = "";
		random_id(&random, &id);
		run_id_print(&id, text, sizeof text);
		if (!run_id_parse(text, &back, why, sizeof why))
			fail_msg("%s: %s", text, why);
		assert_same(&id, &back);
		run_id_print(&back, again, sizeof again);
		assert_string_equal(text, again);
	}
}

static void the_longest_id_fits(void **state)
{
	(void)state;
	struct run_id id, back;
	char text[RUN_ID_TEXT_MAX], why[200] = "";
	memset(&id, 0, sizeof id);
	memset(id.scenario, '/', sizeof id.scenario - 1);
	memset(id.allocator, '/', sizeof id.allocator - 1);
	id.bug_count = RUN_ID_BUGS_MAX;
	for (unsigned i = 0; i < RUN_ID_BUGS_MAX; i++)
		memset(id.bugs[i], '!' + (int)i, sizeof id.bugs[i] - 1);
	id.build = BUILD_tsan_locks;
	id.attachment = ATTACH_WORN;
	id.params.count = PARAMS_MAX;
	for (unsigned i = 0; i < PARAMS_MAX; i++) {
		memset(id.params.entry[i].name, '!' + (int)i, sizeof id.params.entry[i].name - 1);
		id.params.entry[i].value = -9223372036854775807L - 1;
	}
	id.params.ms = 9223372036854775807L;
	memset(id.strategy, '/', sizeof id.strategy - 1);
	run_id_print(&id, text, sizeof text);
	assert_true(run_id_parse(text, &back, why, sizeof why));
	assert_same(&id, &back);
}

static void the_text_is_as_documented(void **state)
{
	(void)state;
	struct run_id id = {.scenario = "a_vs_b",
			    .allocator = "/lib/x+y.so",
			    .bugs = {"one"},
			    .bug_count = 1,
			    .attachment = ATTACH_WORN,
			    .params = {.count = 1, .entry = {{"room", -5}}, .ms = 20},
			    .strategy = "free",
			    .seed = 0xa1};
	char text[RUN_ID_TEXT_MAX];
	run_id_print(&id, text, sizeof text);
	assert_string_equal(text, "a_vs_b@%2Flib%2Fx%2By.so+one/plain/worn:room=-5,ms=20:"
				  "free/00000000000000a1");
}

static void malformed_ids_are_each_named(void **state)
{
	(void)state;
	static const struct {
		const char *text, *why;
	} bad[] = {
	    {"", "the scenario is empty at character 1"},
	    {"@h/plain::free/0000000000000001", "the scenario is empty at character 1"},
	    {"s", "expected '@' after the scenario at character 2"},
	    {"s@/plain::free/0000000000000001", "the allocator is empty at character 3"},
	    {"s@h+/plain::free/0000000000000001", "the bug is empty at character 5"},
	    {"s@h+b+b/plain::free/0000000000000001", "the same bug twice"},
	    {"s@h+a+b+c+d+e+f+g+h+i/plain::free/0000000000000001", "too many bugs"},
	    {"s@h::free/0000000000000001", "expected '/' before the build at character 4"},
	    {"s@h/plane::free/0000000000000001", "no such build"},
	    {"s@h/plain/called::free/0000000000000001", "expected \"worn\""},
	    {"s@h/plain", "expected ':' before the parameters at character 10"},
	    {"s@h/plain:k:free/0000000000000001", "expected '=' after the parameter"},
	    {"s@h/plain:k=:free/0000000000000001", "expected a decimal number at character 13"},
	    {"s@h/plain:k=+1:free/0000000000000001", "expected a decimal number"},
	    {"s@h/plain:k=01:free/0000000000000001", "expected a decimal number"},
	    {"s@h/plain:k= 1:free/0000000000000001", "expected a decimal number"},
	    {"s@h/plain:k=99999999999999999999:free/0000000000000001", "expected a decimal number"},
	    {"s@h/plain:k=1,k=1:free/0000000000000001", "the same parameter twice"},
	    {"s@h/plain:k=1,:free/0000000000000001", "the parameter is empty"},
	    {"s@h/plain:a=1,b=1,c=1,d=1,e=1,f=1,g=1:free/0000000000000001", "too many parameters"},
	    {"s@h/plain:ms=0:free/0000000000000001", "ms must be positive"},
	    {"s@h/plain:ms=1,k=1:free/0000000000000001", "a parameter after ms"},
	    {"s@h/plain:ms=1,ms=1:free/0000000000000001", "a parameter after ms"},
	    {"s@h/plain:k=1", "expected ':' before the strategy"},
	    {"s@h/plain::/0000000000000001", "the strategy is empty"},
	    {"s@h/plain::free", "expected '/' before the seed at character 16"},
	    {"s@h/plain::free/1", "expected a seed of 16 digits 0-9a-f at character 17"},
	    {"s@h/plain::free/000000000000000A", "expected a seed"},
	    {"s@h/plain::free/0000000000000001 ", "expected a seed"},
	    {"s%@h/plain::free/0000000000000001", "the scenario has a bad %XX at character 2"},
	    {"s%2f@h/plain::free/0000000000000001", "the scenario has a bad %XX"},
	    {"s%00@h/plain::free/0000000000000001", "the scenario has a bad %XX"},
	    {"s%41@h/plain::free/0000000000000001", "the scenario has a bad %XX"},
	    {"s t@h/plain::free/0000000000000001", "expected '@' after the scenario"},
	};
	for (unsigned i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct run_id id;
		char why[200] = "";
		if (run_id_parse(bad[i].text, &id, why, sizeof why))
			fail_msg("accepted: %s", bad[i].text);
		if (!strstr(why, bad[i].why))
			fail_msg("%s: \"%s\" instead of \"%s\"", bad[i].text, why, bad[i].why);
		assert_null(strchr(why, '\n'));
	}
}

static void a_field_that_is_too_long_is_named(void **state)
{
	(void)state;
	struct run_id id;
	char text[RUN_ID_TEXT_MAX], why[200] = "";
	snprintf(text, sizeof text, "%0255d@h/plain::free/0000000000000001", 0);
	assert_true(run_id_parse(text, &id, why, sizeof why));
	snprintf(text, sizeof text, "%0256d@h/plain::free/0000000000000001", 0);
	assert_false(run_id_parse(text, &id, why, sizeof why));
	assert_non_null(strstr(why, "the scenario is too long at character 256"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_id_comes_back_exactly),
	    cmocka_unit_test(the_longest_id_fits),
	    cmocka_unit_test(the_text_is_as_documented),
	    cmocka_unit_test(malformed_ids_are_each_named),
	    cmocka_unit_test(a_field_that_is_too_long_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
