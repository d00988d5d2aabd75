/* What a report says around its stacks: the child's last words, where the evidence is, and the
 * command that runs it again, as this program was called. */
#include "stress/front/report.h"

#include "stress/scenario.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

SCENARIO(reported_scenario) = {.story = "made up"};

static struct symbols *symbols;
static struct observation seen;
static struct record *record;
static struct run_id id;
static struct result result;
static struct report_style style;
static enum outcome to_find;
static uint64_t foreign_lock;

static void find(const struct evidence *evidence, struct findings *findings)
{
	(void)evidence;
	struct finding *finding = findings_add(
	    findings, to_find, "reported_judge", "Orders: lock 0x%llx > b > lock 0x%llx0",
	    (unsigned long long)foreign_lock, (unsigned long long)foreign_lock);
	finding->edge_count = 1;
	finding->edges[0].held_instance = foreign_lock;
	snprintf(finding->edges[0].wanted, NAME_MAX_BYTES, "b");
}

JUDGE(reported_judge) = {.look = find};

static const char *const judges[] = {"reported_judge", NULL};

static int open_symbols(void **state)
{
	(void)state;
	symbols = symbols_open();
	record = calloc(1, sizeof *record);
	return symbols && record ? 0 : -1;
}

static int close_symbols(void **state)
{
	(void)state;
	symbols_close(symbols);
	free(record);
	return 0;
}

static int begin(void **state)
{
	(void)state;
	record_clear(record);
	record->sentinel = RECORD_MAGIC;
	seen = (struct observation){.duration_ns = 1};
	style = (struct report_style){.frames_max = 16};
	snprintf(id.scenario, sizeof id.scenario, "reported_scenario");
	snprintf(id.allocator, sizeof id.allocator, "none");
	snprintf(id.strategy, sizeof id.strategy, "free");
	to_find = OUTCOME_crash;
	foreign_lock = 0x30;
	return 0;
}

static void prints(const char *output)
{
	seen.output_kept = (uint32_t)strlen(output);
	memcpy(seen.output, output, seen.output_kept);
}

static const char *report(void)
{
	static char text[8192];
	FILE *file = fmemopen(text, sizeof text, "w");
	assert_non_null(file);
	result_of_run(&result, &id, record, &seen, judges, symbols);
	if (style.folder)
		snprintf(result.evidence_folder, sizeof result.evidence_folder, "evidence/1");
	report_print(file, &style, &result, 0, symbols);
	assert_int_equal(fclose(file), 0);
	return text;
}

static void a_crash_shows_the_last_line_of_output(void **state)
{
	(void)state;
	prints("something else\nmy heap: \033[31massertion x>y failed\n\n");
	assert_non_null(strstr(report(), "  output      my heap: ?[31massertion x>y failed\n"));
	assert_null(strstr(report(), "something else"));
	prints("no end of line");
	assert_non_null(strstr(report(), "  output      no end of line\n"));
}

static void a_silent_crash_shows_none(void **state)
{
	(void)state;
	assert_null(strstr(report(), "  output "));
	prints("\n \n");
	assert_null(strstr(report(), "  output "));
}

static void what_did_not_crash_shows_none(void **state)
{
	(void)state;
	prints("chatter\n");
	to_find = OUTCOME_stuck;
	assert_null(strstr(report(), "  output "));
}

static void a_long_line_is_cut(void **state)
{
	(void)state;
	memset(seen.output, 'x', OUTPUT_MAX);
	seen.output_kept = OUTPUT_MAX;
	const char *text = strstr(report(), "  output      xxx");
	assert_non_null(text);
	assert_true(strcspn(text + 14, "\n") < 300);
}

static void the_command_is_as_it_was_typed(void **state)
{
	(void)state;
	char expected[512], *before = program_invocation_name;
	program_invocation_name = (char[]){"../build/grid\033lock"};
	snprintf(expected, sizeof expected, "  replay      ../build/grid?lock replay %s\n",
		 "reported_scenario@none/plain::free/0000000000000000");
	assert_non_null(strstr(report(), expected));
	program_invocation_name = before;
}

static void evidence_is_where_it_can_be_opened(void **state)
{
	(void)state;
	assert_null(strstr(report(), "  evidence "));
	style.folder = "some/folder";
	assert_non_null(strstr(report(), "  evidence    some/folder/evidence/1\n"));
}

static pthread_mutex_t some_lock = PTHREAD_MUTEX_INITIALIZER;

static void a_reason_names_locks_that_have_a_name(void **state)
{
	(void)state;
	assert_non_null(strstr(report(), "Orders: lock 0x30 > b > lock 0x300\n"));
	foreign_lock = (uint64_t)(uintptr_t)&some_lock;
	struct record *before = run_record;
	run_record = record;
	record_modules();
	run_record = before;
	assert_non_null(strstr(report(), "Orders: some_lock > b > lock 0x"));
}

#define reported(test) cmocka_unit_test_setup(test, begin)

int main(void)
{
	registry_close();
	const struct CMUnitTest tests[] = {
	    reported(a_crash_shows_the_last_line_of_output),
	    reported(a_silent_crash_shows_none),
	    reported(what_did_not_crash_shows_none),
	    reported(a_long_line_is_cut),
	    reported(the_command_is_as_it_was_typed),
	    reported(evidence_is_where_it_can_be_opened),
	    reported(a_reason_names_locks_that_have_a_name),
	};
	return cmocka_run_group_tests(tests, open_symbols, close_symbols);
}
