#include "stress/judge/made_up.h"

static void no_report_is_no_finding(void **state)
{
	assert_no_finding(*state, "tsan");
}

static void an_inversion_is_a_cycle_with_names_and_stacks(void **state)
{
	struct made_up *m = *state;
	uint32_t mheap = made_up_class(m, "mheap"), prof = made_up_class(m, "prof");
	made_up_cycle(m, prof, mheap);
	assert_one_finding(m, "tsan", OUTCOME_lock_cycle, "prof > mheap > prof");
	const struct finding *finding = &m->findings.at[0];
	char classes[64];
	finding_classes(finding, classes, sizeof classes);
	assert_string_equal(classes, "mheap+prof");
	assert_int_equal(finding->edge_count, 2);
	assert_string_equal(finding->edges[0].held, "prof");
	assert_string_equal(finding->edges[0].wanted, "mheap");
	assert_string_equal(finding->edges[1].thread, "worker 1");
	assert_int_equal(finding->edges[0].held_frames, 2);
	assert_int_equal(finding->edges[1].held_stack[0], 0x1001);
	assert_int_equal(finding->edges[1].wanted_stack[0], 0x2001);
	assert_int_equal(finding->edges[0].held_instance, 0);
}

static void frames_from_the_site_to_the_primitive_are_dropped(void **state)
{
	struct made_up *m = *state;
	struct report *cycle = made_up_cycle(m, made_up_class(m, "a"), made_up_class(m, "b"));
	const uint64_t stack[] = {0x10, 0x20, 0x30, 0x10, 0x40};
	memcpy(cycle->edges[0].wanted_stack, stack, sizeof stack);
	cycle->edges[0].wanted_frames = 5;
	assert_one_finding(m, "tsan", OUTCOME_lock_cycle, "a > b > a");
	const struct finding_edge *edge = &m->findings.at[0].edges[0];
	assert_int_equal(edge->wanted_frames, 2);
	assert_int_equal(edge->wanted_stack[0], 0x10);
	assert_int_equal(edge->wanted_stack[1], 0x40);
	assert_int_equal(edge->wanted_site, 0x10);
	assert_int_equal(edge->held_frames, 2);
}

static void foreign_locks_are_shown_as_addresses(void **state)
{
	struct made_up *m = *state;
	struct report *report = made_up_cycle(m, CLASS_NONE, CLASS_NONE);
	report->edges[0].held_address = 0xabc;
	report->edges[1].held_address = 0xdef;
	assert_one_finding(m, "tsan", OUTCOME_lock_cycle, "lock 0xabc > lock 0xdef > lock 0xabc");
	assert_int_equal(m->findings.at[0].edges[0].held_instance, 0xabc);
}

static void report(struct made_up *m, const char *kind)
{
	snprintf(m->record.reports[0].kind, sizeof m->record.reports[0].kind, "%s", kind);
	m->record.reports[0].edges[0].held_class = CLASS_NONE;
	m->record.reports[0].edges[0].wanted_class = CLASS_NONE;
	m->record.reports[0].edge_count = 1;
	m->record.report_count = 1;
}

static void other_kinds_have_their_outcomes(void **state)
{
	struct made_up *m = *state;
	report(m, "data-race");
	assert_one_finding(m, "tsan", OUTCOME_race, "(data-race)");
	assert_int_equal(m->findings.at[0].edge_count, 1);
	report(m, "data-race-vptr");
	assert_one_finding(m, "tsan", OUTCOME_race, "(data-race-vptr)");
	report(m, "heap-use-after-free");
	assert_one_finding(m, "tsan", OUTCOME_corrupt, "after it was freed");
	report(m, "mutex-bad-unlock");
	assert_one_finding(m, "tsan", OUTCOME_corrupt, "(mutex-bad-unlock)");
	report(m, "signal-unsafe-call");
	assert_one_finding(m, "tsan", OUTCOME_lock_cycle, "signal handler");
}

static void a_leaked_thread_is_no_finding(void **state)
{
	report(*state, "thread-leak");
	assert_no_finding(*state, "tsan");
}

static void an_unknown_kind_is_broken(void **state)
{
	report(*state, "something-new");
	assert_one_finding(*state, "tsan", OUTCOME_broken, "something-new");
}

static void a_damaged_record_is_not_read(void **state)
{
	struct made_up *m = *state;
	report(m, "data-race");
	m->evidence.record_damaged = true;
	assert_no_finding(m, "tsan");
}

int main(void)
{
	registry_close();
	const struct CMUnitTest tests[] = {
	    judged(no_report_is_no_finding),
	    judged(an_inversion_is_a_cycle_with_names_and_stacks),
	    judged(frames_from_the_site_to_the_primitive_are_dropped),
	    judged(foreign_locks_are_shown_as_addresses),
	    judged(other_kinds_have_their_outcomes),
	    judged(a_leaked_thread_is_no_finding),
	    judged(an_unknown_kind_is_broken),
	    judged(a_damaged_record_is_not_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
