#include "stress/record.h"

#include "stress/actor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void operations_are_interned(void **state)
{
	(void)state;
	record_clear(run_record);
	assert_int_equal(record_operation("malloc small"), 0);
	assert_int_equal(record_operation("malloc large"), 1);
	assert_int_equal(record_operation("malloc small"), 0);
	run_record->operation_counts[0] = 2;
	run_record->operation_counts[1] = 3;
	assert_int_equal(record_executed(run_record, "malloc small"), 2);
	assert_int_equal(record_executed(run_record, "malloc"), 5);
	assert_int_equal(record_executed(run_record, "mall"), 0);
	assert_int_equal(record_executed(run_record, "free"), 0);
}

static void edges_are_found_by_class_name(void **state)
{
	(void)state;
	record_clear(run_record);
	strcpy(run_record->classes[1].name, "alpha");
	strcpy(run_record->classes[2].name, "beta");
	run_record->edges[1][2] = 7;
	assert_int_equal(record_executed(run_record, "alpha>beta"), 7);
	assert_int_equal(record_executed(run_record, "beta>alpha"), 0);
	assert_int_equal(record_executed(run_record, "alpha>gamma"), 0);
}

static void messages_are_bounded(void **state)
{
	(void)state;
	record_clear(run_record);
	for (unsigned i = 0; i < MESSAGES_MAX + 5; i++)
		record_message(MESSAGE_NOTE, "message %u", i);
	assert_string_equal(run_record->messages[MESSAGES_MAX - 1].text, "message 15");
	assert_int_equal(run_record->messages[3].kind, MESSAGE_NOTE);
}

static void damage_is_made_sane(void **state)
{
	(void)state;
	struct record *r = malloc(sizeof *r);
	memset(r, 0xff, sizeof *r);
	assert_false(record_make_sane(r));
	r->magic = RECORD_MAGIC;
	r->phase = PHASE_RUN;
	assert_true(record_make_sane(r));
	assert_true(r->report_count <= REPORTS_MAX);
	assert_true(r->thread_count <= THREADS_MAX);
	assert_true(r->reports[0].edge_count <= REPORT_EDGES_MAX);
	assert_true(r->reports[0].edges[0].wanted_frames <= FRAMES_MAX);
	assert_true(strnlen(r->operations[0], NAME_MAX_BYTES) < NAME_MAX_BYTES);
	assert_true(strnlen(r->messages[0].text, MESSAGE_MAX) < MESSAGE_MAX);
	assert_true(strnlen(r->modules[0].path, MODULE_PATH_MAX) < MODULE_PATH_MAX);
	free(r);
}

static void blocks_keep_their_contents(void **state)
{
	(void)state;
	static const size_t sizes[] = {0, 1, 63, 64, 4096, 4097, 100000};
	for (unsigned i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		size_t size = sizes[i];
		unsigned char *block = malloc(size + 1);
		block_fill(block, size, i);
		assert_true(block_intact(block, size, i));
		if (size > 0) {
			assert_false(block_intact(block, size, i + 1));
			block[size - 1] ^= 1;
			assert_false(block_intact(block, size, i));
			block[size - 1] ^= 1;
			block[0] ^= 1;
			assert_false(block_intact(block, size, i));
		}
		free(block);
	}
}

static void streams_are_their_own(void **state)
{
	(void)state;
	struct random a, b, c;
	random_seed(&a, 1, 1);
	random_seed(&b, 1, 1);
	random_seed(&c, 1, 2);
	unsigned same = 0;
	for (unsigned i = 0; i < 1000; i++) {
		uint64_t x = random_next(&a);
		assert_true(x == random_next(&b));
		same += x == random_next(&c);
		assert_true(random_below(&a, 7) < 7);
		random_below(&b, 7);
	}
	assert_int_equal(same, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(operations_are_interned),
	    cmocka_unit_test(edges_are_found_by_class_name),
	    cmocka_unit_test(messages_are_bounded),
	    cmocka_unit_test(damage_is_made_sane),
	    cmocka_unit_test(blocks_keep_their_contents),
	    cmocka_unit_test(streams_are_their_own),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
