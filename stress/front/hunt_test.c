#include "stress/front/hunt.h"
#include "stress/scenario.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

SCENARIO(hunted_one) = {
    .params = {{.name = "room", .values = {1, 2}}, {.name = "x", .values = {5}}}};
SCENARIO(hunted_two) = {.story = "has no parameters"};

BUG(hunted_4711) = {
    .heap = "hunted_heap",
    .catches = {"hunted_one", "hunted_two"},
    .with = "room=9,ms=30",
    .plain = "deadlock",
    .cycles = {"a+b", "a+c"},
};
BUG(hunted_4711_half) = {.heap = "hunted_heap", .catches = {"hunted_one"}};
BUG(hunted_twice) = {
    .heap = "hunted_heap", .catches = {"hunted_one"}, .plain = "deadlock", .cycles = {"a", "a+b"}};
BUG(hunted_seldom) = {.heap = "hunted_heap", .catches = {"hunted_one"}, .cycles = {"a+b"}};
BUG(hunted_47110) = {.heap = "hunted_heap"};

static struct hunt hunt_for(const char *bug, enum build build)
{
	return (struct hunt){
	    .bug = registry_find(DECLARED_BUG, bug), .build = build, .seed = 10, .tries = 2};
}

static void add(struct result *result, enum outcome outcome, const char *held, const char *wanted)
{
	struct finding *finding = findings_add(&result->findings, outcome, "x", "because");
	if (!held)
		return;
	finding->edge_count = 1;
	snprintf(finding->edges[0].held, NAME_MAX_BYTES, "%s", held);
	snprintf(finding->edges[0].wanted, NAME_MAX_BYTES, "%s", wanted);
}

static struct result *nothing_yet(void)
{
	static struct result result;
	result.findings.count = 0;
	return &result;
}

static void bugs_are_found_by_a_word(void **state)
{
	(void)state;
	assert_string_equal(hunt_bug("4711")->id, "hunted_4711");
	assert_string_equal(hunt_bug("hunted_4711_half")->id, "hunted_4711_half");
	assert_string_equal(hunt_bug("47110")->id, "hunted_47110");
}

static void all_bugs_with_a_word_are_named(void **state)
{
	(void)state;
	char text[128];
	assert_int_equal(hunt_matches("4711", text, sizeof text), 2);
	assert_string_equal(text, "hunted_4711, hunted_4711_half");
	assert_int_equal(hunt_matches("hunted_4711", text, sizeof text), 1);
	assert_string_equal(text, "");
	assert_int_equal(hunt_matches("seldom", text, sizeof text), 1);
	assert_int_equal(hunt_matches("4712", text, sizeof text), 0);
	assert_int_equal(hunt_matches("4711", text, 8), 2);
	assert_string_equal(text, "hunted_");
}

static void the_total_counts_what_was_told(void **state)
{
	(void)state;
	static const struct {
		unsigned count, told, failures;
		const char *text;
	} totals[] = {{1, 1, 0, "1 bug: 1 as declared"},
		      {59, 59, 0, "59 bugs: 59 as declared"},
		      {59, 59, 1, "59 bugs: 58 as declared, 1 NOT"},
		      {59, 20, 2, "59 bugs: 18 as declared, 2 NOT, 39 not tried to the end"}};
	for (unsigned i = 0; i < sizeof totals / sizeof totals[0]; i++) {
		char text[128];
		hunt_total(totals[i].count, totals[i].told, totals[i].failures, text, sizeof text);
		assert_string_equal(text, totals[i].text);
	}
}

static void the_hint_is_followed_seed_after_seed(void **state)
{
	(void)state;
	static const char *const expected[] = {
	    "hunted_one@hunted_heap+hunted_4711/tsan:room=9,x=5,ms=30:free/000000000000000a",
	    "hunted_two@hunted_heap+hunted_4711/tsan:ms=30:free/000000000000000a",
	    "hunted_one@hunted_heap+hunted_4711/tsan:room=9,x=5,ms=30:free/000000000000000b",
	    "hunted_two@hunted_heap+hunted_4711/tsan:ms=30:free/000000000000000b",
	};
	struct hunt hunt = hunt_for("hunted_4711", BUILD_tsan);
	struct run_id id;
	for (unsigned i = 0; i < 4; i++) {
		char text[RUN_ID_TEXT_MAX];
		assert_true(hunt_next(&hunt, &id));
		run_id_print(&id, text, sizeof text);
		assert_string_equal(text, expected[i]);
	}
	assert_false(hunt_next(&hunt, &id));
}

static void the_first_cycle_must_be_predicted(void **state)
{
	(void)state;
	struct hunt hunt = hunt_for("hunted_4711", BUILD_tsan);
	struct result *result = nothing_yet();
	struct run_id id;
	add(result, OUTCOME_lock_cycle, "a", "c"); /* allowed, but not the one */
	assert_int_equal(hunt_judge(&hunt, result), -1);
	assert_false(hunt.shown);
	add(result, OUTCOME_lock_cycle, "b", "a");
	assert_int_equal(hunt_judge(&hunt, result), 1);
	assert_true(hunt.shown);
	assert_true(hunt.same_classes);
	assert_string_equal(hunt.undeclared, "");
	assert_false(hunt_next(&hunt, &id));
}

static void a_hang_is_a_prediction_only_when_it_was_predicted(void **state)
{
	(void)state;
	struct hunt hunt = hunt_for("hunted_4711", BUILD_tsan);
	struct result *result = nothing_yet();
	add(result, OUTCOME_deadlock, "a", "b");
	assert_int_equal(hunt_judge(&hunt, result), -1);
	result->findings.at[0].confirmed = true;
	assert_int_equal(hunt_judge(&hunt, result), 0);
}

static void a_lock_taken_twice_must_hang(void **state)
{
	(void)state;
	struct hunt hunt = hunt_for("hunted_twice", BUILD_tsan);
	struct result *result = nothing_yet();
	add(result, OUTCOME_deadlock, "a", "b"); /* allowed, but not the one */
	assert_int_equal(hunt_judge(&hunt, result), -1);
	add(result, OUTCOME_deadlock, "a", "a");
	assert_int_equal(hunt_judge(&hunt, result), 1);
	assert_string_equal(hunt.undeclared, "");
}

static void a_declared_cycle_may_also_happen(void **state)
{
	(void)state;
	struct hunt hunt = hunt_for("hunted_seldom", BUILD_tsan);
	struct result *result = nothing_yet();
	add(result, OUTCOME_deadlock, "a", "b");
	hunt_judge(&hunt, result);
	assert_string_equal(hunt.undeclared, "");
	add(result, OUTCOME_deadlock, "a", "a");
	hunt_judge(&hunt, result);
	assert_string_equal(hunt.undeclared, "deadlock of a: because");
}

static void the_plain_build_must_end_as_declared(void **state)
{
	(void)state;
	struct hunt hunt = hunt_for("hunted_4711", BUILD_plain);
	struct result *result = nothing_yet();
	add(result, OUTCOME_clean, NULL, NULL);
	assert_int_equal(hunt_judge(&hunt, result), -1);
	result = nothing_yet();
	add(result, OUTCOME_deadlock, "a", "d");
	assert_int_equal(hunt_judge(&hunt, result), 0);
	assert_false(hunt.same_classes);
}

static void what_is_not_declared_is_said(void **state)
{
	(void)state;
	struct hunt hunt = hunt_for("hunted_4711", BUILD_tsan);
	struct result *result = nothing_yet();
	struct run_id id;
	add(result, OUTCOME_lock_cycle, "c", "d");
	hunt_judge(&hunt, result);
	assert_string_equal(hunt.undeclared, "lock_cycle of c+d: because");
	assert_false(hunt_next(&hunt, &id));
	hunt = hunt_for("hunted_4711", BUILD_plain);
	result = nothing_yet();
	add(result, OUTCOME_crash, NULL, NULL);
	hunt_judge(&hunt, result);
	assert_string_equal(hunt.undeclared, "crash: because");
}

static void a_half_must_stay_clean(void **state)
{
	(void)state;
	struct hunt hunt = hunt_for("hunted_4711_half", BUILD_plain);
	struct result *result = nothing_yet();
	hunt.clean = true;
	add(result, OUTCOME_clean, NULL, NULL);
	assert_int_equal(hunt_judge(&hunt, result), -1);
	assert_string_equal(hunt.undeclared, "");
	result = nothing_yet();
	add(result, OUTCOME_stuck, NULL, NULL);
	assert_int_equal(hunt_judge(&hunt, result), -1);
	assert_string_equal(hunt.undeclared, "stuck: because");
}

static void a_run_that_did_not_reach_the_bug_is_not_as_declared(void **state)
{
	(void)state;
	static const char *const bugs[] = {"hunted_4711", "hunted_4711_half"};
	for (unsigned i = 0; i < 2; i++) {
		struct hunt hunt = hunt_for(bugs[i], BUILD_plain);
		struct result *result = nothing_yet();
		struct run_id id;
		hunt.clean = i == 1;
		add(result, OUTCOME_skip, NULL, NULL);
		assert_int_equal(hunt_judge(&hunt, result), -1);
		assert_string_equal(hunt.undeclared, "skip: because");
		assert_false(hunt_next(&hunt, &id));
	}
}

int main(void)
{
	registry_close();
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(bugs_are_found_by_a_word),
	    cmocka_unit_test(all_bugs_with_a_word_are_named),
	    cmocka_unit_test(the_total_counts_what_was_told),
	    cmocka_unit_test(the_hint_is_followed_seed_after_seed),
	    cmocka_unit_test(the_first_cycle_must_be_predicted),
	    cmocka_unit_test(a_hang_is_a_prediction_only_when_it_was_predicted),
	    cmocka_unit_test(a_lock_taken_twice_must_hang),
	    cmocka_unit_test(a_declared_cycle_may_also_happen),
	    cmocka_unit_test(the_plain_build_must_end_as_declared),
	    cmocka_unit_test(what_is_not_declared_is_said),
	    cmocka_unit_test(a_half_must_stay_clean),
	    cmocka_unit_test(a_run_that_did_not_reach_the_bug_is_not_as_declared),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
