/* Without a module an address is its own name ("0x1001"): enough to tell frames apart. */
#include "stress/front/signature.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct symbols *symbols;
static const struct code_map no_code;

static int begin(void **state)
{
	(void)state;
	symbols = symbols_open();
	return symbols ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	symbols_close(symbols);
	return 0;
}

/* Of our own locks: the place is known. */
static void add_edge(struct finding *finding, const char *held, const char *wanted,
		     uint64_t held_by, uint64_t wanted_by)
{
	struct finding_edge *edge = &finding->edges[finding->edge_count++];
	snprintf(edge->held, sizeof edge->held, "%s", held);
	snprintf(edge->wanted, sizeof edge->wanted, "%s", wanted);
	edge->held_stack[0] = held_by;
	edge->wanted_stack[0] = 0x10; /* a system call */
	edge->wanted_stack[1] = edge->wanted_site = wanted_by;
	edge->held_stack[1] = edge->wanted_stack[2] = 0x99;
	edge->held_frames = 2;
	edge->wanted_frames = 3;
}

/* Of foreign ones: stacks that begin in the lock itself. */
static void add_foreign(struct finding *finding, uint64_t held_by, uint64_t wanted_by)
{
	struct finding_edge *edge = &finding->edges[finding->edge_count++];
	edge->held_stack[0] = edge->wanted_stack[0] = 0x10;
	edge->held_stack[1] = held_by;
	edge->wanted_stack[1] = wanted_by;
	edge->held_stack[2] = edge->wanted_stack[2] = 0x99;
	edge->held_frames = edge->wanted_frames = 3;
}

static const char *signature(const struct finding *finding)
{
	static char text[SIGNATURE_MAX];
	signature_of(finding, symbols, &no_code, text, sizeof text);
	return text;
}

static void steps_are_sorted_and_named_by_their_sites(void **state)
{
	(void)state;
	struct finding one = {.outcome = OUTCOME_deadlock}, other = {.outcome = OUTCOME_lock_cycle};
	add_edge(&one, "mheap", "prof", 0x21, 0x22);
	add_edge(&one, "prof", "mheap", 0x23, 0x24);
	add_edge(&other, "prof", "mheap", 0x23, 0x24);
	add_edge(&other, "mheap", "prof", 0x21, 0x22);
	assert_string_equal(signature(&one), "mheap@0x21>prof@0x22 prof@0x23>mheap@0x24");
	assert_string_equal(signature(&other), "mheap@0x21>prof@0x22 prof@0x23>mheap@0x24");
}

static void another_site_is_another_signature(void **state)
{
	(void)state;
	struct finding finding = {.outcome = OUTCOME_deadlock};
	add_edge(&finding, "mheap", "prof", 0x21, 0x22);
	add_edge(&finding, "prof", "mheap", 0x23, 0x25);
	assert_string_equal(signature(&finding), "mheap@0x21>prof@0x22 prof@0x23>mheap@0x25");
}

static void what_all_foreign_stacks_begin_with_is_dropped(void **state)
{
	(void)state;
	struct finding finding = {.outcome = OUTCOME_lock_cycle};
	add_foreign(&finding, 0x25, 0x22);
	add_foreign(&finding, 0x23, 0x24);
	assert_string_equal(signature(&finding), "@0x23>@0x24 @0x25>@0x22");
	finding.edges[0].held_stack[0] = 0x11;
	assert_string_equal(signature(&finding), "@0x10>@0x10 @0x11>@0x10");
}

static void threads_that_do_the_same_count_once(void **state)
{
	(void)state;
	struct finding finding = {.outcome = OUTCOME_stuck};
	add_edge(&finding, "a", "b", 0x21, 0x22);
	add_edge(&finding, "b", "a", 0x23, 0x24);
	add_edge(&finding, "a", "b", 0x21, 0x22);
	assert_string_equal(signature(&finding), "a@0x21>b@0x22 b@0x23>a@0x24");
}

static void missing_stacks_are_question_marks(void **state)
{
	(void)state;
	struct finding finding = {.outcome = OUTCOME_deadlock};
	add_edge(&finding, "a", "b", 0x21, 0x22);
	finding.edges[0].held_frames = 0;
	assert_string_equal(signature(&finding), "a@?>b@0x22");
}

static void the_two_sides_of_a_race_have_no_order(void **state)
{
	(void)state;
	struct finding one = {.outcome = OUTCOME_race}, other = {.outcome = OUTCOME_race};
	add_foreign(&one, 0x21, 0x22);
	add_foreign(&other, 0x22, 0x21);
	assert_string_equal(signature(&one), "@0x21>@0x22");
	assert_string_equal(signature(&other), "@0x21>@0x22");
}

static void words_lose_their_numbers(void **state)
{
	(void)state;
	struct finding finding = {.why = "span 12 at 0x7f01ab holds 3 of mheap2"};
	assert_string_equal(signature(&finding), "span # at # holds # of mheap#");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(steps_are_sorted_and_named_by_their_sites),
	    cmocka_unit_test(another_site_is_another_signature),
	    cmocka_unit_test(what_all_foreign_stacks_begin_with_is_dropped),
	    cmocka_unit_test(threads_that_do_the_same_count_once),
	    cmocka_unit_test(missing_stacks_are_question_marks),
	    cmocka_unit_test(the_two_sides_of_a_race_have_no_order),
	    cmocka_unit_test(words_lose_their_numbers),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
