/* Without a module an address is its own name ("0x1001"): enough to tell frames apart. */
#include "stress/front/signature.h"

#include <dlfcn.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct symbols *symbols;
static const struct code_map no_code;
static struct code_map own_code; /* where this program lies */

static int begin(void **state)
{
	(void)state;
	symbols = symbols_open();
	record_modules();
	code_map_add(&own_code, run_record->modules, run_record->module_count);
	return symbols && own_code.count ? 0 : -1;
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

/* ---- code under test that is foreign, in this program -----------------------------------------
 */

static pthread_mutex_t first_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t other_locks[2] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};

static uint64_t code_of(const char *function)
{
	void *code = dlsym(RTLD_DEFAULT, function);
	assert_non_null(code);
	return (uint64_t)(uintptr_t)code + 1;
}

static uint64_t code_of_harness(void)
{
	return (uint64_t)(uintptr_t)signature_of + 1;
}

/* Stacks as a foreign allocator leaves them: [the C library, the allocator, the harness]. */
static struct finding_edge *add_hang(struct finding *finding, uint64_t held_by, uint64_t wanted_by)
{
	add_foreign(finding, held_by, wanted_by);
	struct finding_edge *edge = &finding->edges[finding->edge_count - 1];
	edge->held_stack[0] = edge->wanted_stack[0] = code_of("pthread_mutex_lock");
	edge->held_stack[2] = edge->wanted_stack[2] = code_of_harness();
	edge->held_instance = (uint64_t)(uintptr_t)&first_lock;
	edge->wanted_instance = (uint64_t)(uintptr_t)&other_locks[1];
	return edge;
}

static const char *signature_here(const struct finding *finding)
{
	static char text[SIGNATURE_MAX];
	signature_of(finding, symbols, &own_code, text, sizeof text);
	return text;
}

static void a_foreign_lock_has_the_name_of_its_variable(void **state)
{
	(void)state;
	struct finding finding = {.outcome = OUTCOME_stuck};
	struct finding_edge *edge = add_hang(&finding, 0x21, 0x22);
	assert_string_equal(signature_here(&finding), "first_lock@0x21>other_locks@0x22");
	edge->held_frames = 0;
	assert_string_equal(signature_here(&finding), "first_lock@?>other_locks@0x22");
	edge->held_instance = edge->wanted_instance = 0x30; /* no module is there */
	assert_string_equal(signature_here(&finding), "@?>@0x22");
	struct code_map stripped = {0};
	struct module module = {.path = "/nowhere/heap.so", .start = 0x30, .end = 0x40};
	code_map_add(&stripped, &module, 1);
	char text[SIGNATURE_MAX];
	edge->wanted_frames = 0;
	signature_of(&finding, symbols, &stripped, text, sizeof text);
	assert_string_equal(text, "heap.so+0x30@?>heap.so+0x30@?");
}

static void neither_harness_nor_library_stands_for_foreign_code(void **state)
{
	(void)state;
	struct finding finding = {.outcome = OUTCOME_lock_cycle};
	add_hang(&finding, 0x21, 0x21);
	add_hang(&finding, 0x21, 0x21); /* nothing tells the stacks apart */
	assert_string_equal(signature_here(&finding), "first_lock@0x21>other_locks@0x21");
	struct finding crash = {.outcome = OUTCOME_crash};
	add_hang(&crash, 0, 0x22)->held_frames = 0;
	assert_string_equal(signature_here(&crash), "@?>@0x22");
}

static void where_nothing_else_is_the_library_stands_then_the_harness(void **state)
{
	(void)state;
	struct finding finding = {.outcome = OUTCOME_crash};
	struct finding_edge *edge = add_hang(&finding, 0, code_of("qsort"));
	edge->held_frames = 0;
	edge->wanted_stack[0] = code_of("qsort");
	assert_non_null(strstr(signature_here(&finding), "qsort"));
	edge->wanted_stack[0] = edge->wanted_stack[1] = code_of_harness();
	assert_string_equal(signature_here(&finding), "@?>@signature_of");
}

static void a_class_keeps_its_name_and_its_place(void **state)
{
	(void)state;
	struct finding finding = {.outcome = OUTCOME_deadlock};
	add_edge(&finding, "mheap", "prof", code_of_harness(), code_of_harness());
	finding.edges[0].held_instance = finding.edges[0].wanted_instance =
	    (uint64_t)(uintptr_t)&first_lock;
	assert_string_equal(signature_here(&finding), "mheap@signature_of>prof@signature_of");
}

static void a_race_keeps_all_that_led_to_it(void **state)
{
	(void)state;
	struct finding finding = {.outcome = OUTCOME_race};
	struct finding_edge *edge = add_hang(&finding, 0x21, 0x22);
	edge->held_stack[0] = edge->wanted_stack[0] = code_of_harness();
	edge->held_stack[1] = edge->wanted_stack[1] = code_of_harness();
	assert_string_equal(signature_here(&finding), "@signature_of>@signature_of");
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
	    cmocka_unit_test(a_foreign_lock_has_the_name_of_its_variable),
	    cmocka_unit_test(neither_harness_nor_library_stands_for_foreign_code),
	    cmocka_unit_test(where_nothing_else_is_the_library_stands_then_the_harness),
	    cmocka_unit_test(a_class_keeps_its_name_and_its_place),
	    cmocka_unit_test(a_race_keeps_all_that_led_to_it),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
