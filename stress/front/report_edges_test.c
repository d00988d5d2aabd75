/* The stacks of a cycle as a person reads them, and beside them what only the prediction knows.
 * Without a module an address is its own name ("0x1001"). */
#include "stress/front/pen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct symbols *symbols;
static struct result result;
static struct finding finding;

static int open_symbols(void **state)
{
	(void)state;
	symbols = symbols_open();
	return symbols ? 0 : -1;
}

static int close_symbols(void **state)
{
	(void)state;
	symbols_close(symbols);
	return 0;
}

static void set_edge(struct finding_edge *edge, const char *thread, const char *held,
		     const char *wanted, uint64_t taken_at, uint64_t wanted_at)
{
	snprintf(edge->thread, sizeof edge->thread, "%s", thread);
	snprintf(edge->held, sizeof edge->held, "%s", held);
	snprintf(edge->wanted, sizeof edge->wanted, "%s", wanted);
	edge->held_stack[0] = taken_at;
	edge->held_stack[1] = taken_at + 0x1000;
	edge->held_frames = 2;
	edge->wanted_stack[0] = edge->wanted_site = wanted_at;
	edge->wanted_frames = 1;
}

static int begin(void **state)
{
	(void)state;
	finding = (struct finding){.outcome = OUTCOME_deadlock, .confirmed = true};
	finding.edge_count = 2;
	set_edge(&finding.edges[0], "worker 0", "a", "b", 0x11, 0x22);
	set_edge(&finding.edges[1], "worker 1", "b", "a", 0x12, 0x21);
	return 0;
}

static struct finding_edge *predict(const char *thread, uint64_t taken_at, uint64_t wanted_at)
{
	struct finding_edge *step = &finding.predicted[finding.predicted_count++];
	set_edge(step, thread, "a", "b", taken_at, wanted_at);
	return step;
}

/* The text, with every run of blanks as one. */
static const char *text(void)
{
	static char squeezed[4096];
	const struct report_style style = {.frames_max = 16};
	char *raw = NULL;
	size_t size = 0, used = 0;
	const struct pen pen = {open_memstream(&raw, &size), &style, &result, symbols};
	assert_non_null(pen.file);
	pen_edges(&pen, &finding);
	assert_int_equal(fclose(pen.file), 0);
	for (const char *c = raw; *c && used + 1 < sizeof squeezed; c++) {
		bool blank = *c == ' ' || *c == '\n';
		if (!blank || (used && squeezed[used - 1] != ' '))
			squeezed[used++] = (char)(blank ? ' ' : *c);
	}
	squeezed[used] = 0;
	free(raw);
	return squeezed;
}

static const char cycle[] = "worker 0 holds a and wants b a was taken at 0x11 0x1011 "
			    "b is wanted at 0x22 "
			    "worker 1 holds b and wants a b was taken at 0x12 0x1012 "
			    "a is wanted at 0x21 ";

static void a_cycle_shows_who_holds_and_wants_what_where(void **state)
{
	(void)state;
	assert_string_equal(text(), cycle);
}

static void another_place_stands_beside_that_of_the_hang(void **state)
{
	(void)state;
	predict("worker 0", 0x13, 0x22);
	assert_string_equal(text(), "worker 0 holds a and wants b a was taken at 0x11 0x1011 "
				    "the prediction saw a taken at 0x13 0x1013 "
				    "b is wanted at 0x22 "
				    "worker 1 holds b and wants a b was taken at 0x12 0x1012 "
				    "a is wanted at 0x21 ");
}

static void another_place_that_wants_stands_beside_that_of_the_hang(void **state)
{
	(void)state;
	predict("worker 0", 0x11, 0x23);
	assert_string_equal(text(), "worker 0 holds a and wants b a was taken at 0x11 0x1011 "
				    "b is wanted at 0x22 "
				    "the prediction saw b wanted at 0x23 "
				    "worker 1 holds b and wants a b was taken at 0x12 0x1012 "
				    "a is wanted at 0x21 ");
}

static void an_unknown_place_is_said_to_be_unknown(void **state)
{
	(void)state;
	finding.edges[0].held_frames = 0;
	predict("worker 0", 0x13, 0x22);
	assert_string_equal(text(), "worker 0 holds a and wants b where a was taken is not known "
				    "the prediction saw a taken at 0x13 0x1013 "
				    "b is wanted at 0x22 "
				    "worker 1 holds b and wants a b was taken at 0x12 0x1012 "
				    "a is wanted at 0x21 ");
}

static void another_thread_is_told_after_the_cycle(void **state)
{
	(void)state;
	char expected[1024];
	predict("worker 2", 0x11, 0x22);
	predict("worker 3", 0x13, 0x23);
	snprintf(expected, sizeof expected, "%s%s", cycle,
		 "predicted from worker 2, which held a and wanted b "
		 "a was taken at 0x11 0x1011 b was wanted at the same place "
		 "predicted from worker 3, which held a and wanted b "
		 "a was taken at 0x13 0x1013 b was wanted at 0x23 ");
	assert_string_equal(text(), expected);
}

static void the_same_place_is_claimed_only_where_it_is_known(void **state)
{
	(void)state;
	finding.edges[0].wanted_site = 0;
	predict("worker 2", 0x11, 0x22);
	assert_non_null(strstr(text(), "a was taken at 0x11 0x1011 b was wanted at 0x22 "));
	finding.predicted[0].wanted_site = 0;
	assert_non_null(strstr(text(), "a was taken at 0x11 0x1011 b was wanted at 0x22 "));
}

static void names_of_the_prediction_are_cleaned(void **state)
{
	(void)state;
	strcpy(predict("worker 2", 0x13, 0x22)->thread, "\033[31mred");
	assert_null(strchr(text(), '\033'));
	assert_non_null(strstr(text(), "red, which held a"));
}

static int some_lock;

/* In a module that cannot be read any more. */
static void a_lock_without_a_class_is_named_by_its_variable(void **state)
{
	(void)state;
	uint64_t address = (uint64_t)(uintptr_t)&some_lock;
	struct module module = {.path = "/nowhere/heap.so",
				.start = address,
				.end = address + 1,
				.bias = address - 0x42c0};
	finding.edges[0].held[0] = finding.edges[1].wanted[0] = 0;
	finding.edges[0].held_instance = finding.edges[1].wanted_instance = address;
	assert_non_null(strstr(text(), "worker 0 holds the lock at 0x"));
	code_map_add(&result.code, &module, 1);
	assert_non_null(strstr(text(), "worker 0 holds heap.so+0x42c0 and wants b"));
	assert_non_null(strstr(text(), "wants heap.so+0x42c0 b was taken at"));
	result.code.count = 0;
}

#define told(test) cmocka_unit_test_setup(test, begin)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    told(a_cycle_shows_who_holds_and_wants_what_where),
	    told(another_place_stands_beside_that_of_the_hang),
	    told(another_place_that_wants_stands_beside_that_of_the_hang),
	    told(an_unknown_place_is_said_to_be_unknown),
	    told(another_thread_is_told_after_the_cycle),
	    told(the_same_place_is_claimed_only_where_it_is_known),
	    told(a_lock_without_a_class_is_named_by_its_variable),
	    told(names_of_the_prediction_are_cleaned),
	};
	return cmocka_run_group_tests(tests, open_symbols, close_symbols);
}
