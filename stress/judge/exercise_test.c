#include "stress/judge/made_up.h"

static void exercise(struct made_up *m)
{
	snprintf(m->record.operations[0], NAME_MAX_BYTES, "malloc");
	m->record.operation_count = 1;
	m->record.operation_counts[0] = 1;
	uint32_t special = made_up_class(m, "special"), proflock = made_up_class(m, "proflock");
	m->record.edges[special][proflock] = 1;
	m->scenario.exercises[0] = "malloc";
	m->bug.exercises[0] = "special>proflock";
	m->id.bug_count = 1;
}

static void all_executed_is_no_finding(void **state)
{
	exercise(*state);
	assert_no_finding(*state, "exercise");
}

static void each_missing_one_is_named(void **state)
{
	struct made_up *m = *state;
	exercise(m);
	m->record.operation_counts[0] = 0;
	assert_one_finding(m, "exercise", OUTCOME_broken, "Not exercised: malloc");
	assert_null(strstr(m->findings.at[0].why, "special"));
	memset(m->record.edges, 0, sizeof m->record.edges);
	assert_one_finding(m, "exercise", OUTCOME_broken, "malloc, special>proflock");
}

static void an_edge_the_other_way_round_does_not_count(void **state)
{
	struct made_up *m = *state;
	exercise(m);
	m->bug.exercises[0] = "proflock>special";
	assert_one_finding(m, "exercise", OUTCOME_broken, "proflock>special");
}

static void a_bug_that_is_not_seeded_asks_nothing(void **state)
{
	struct made_up *m = *state;
	exercise(m);
	memset(m->record.edges, 0, sizeof m->record.edges);
	m->id.bug_count = 0;
	assert_no_finding(m, "exercise");
}

static void a_run_that_was_ended_owes_nothing(void **state)
{
	struct made_up *m = *state;
	m->scenario.exercises[0] = "malloc";
	m->record.sentinel = 0;
	assert_no_finding(m, "exercise");
	m->record.sentinel = RECORD_MAGIC;
	m->seen.killed_by_keeper = true;
	assert_no_finding(m, "exercise");
	m->seen.killed_by_keeper = false;
	assert_one_finding(m, "exercise", OUTCOME_broken, "malloc");
	made_up_message(m, MESSAGE_SKIP, "lacks it");
	assert_no_finding(m, "exercise");
}

int main(void)
{
	registry_close();
	const struct CMUnitTest tests[] = {
	    judged(all_executed_is_no_finding),
	    judged(each_missing_one_is_named),
	    judged(an_edge_the_other_way_round_does_not_count),
	    judged(a_bug_that_is_not_seeded_asks_nothing),
	    judged(a_run_that_was_ended_owes_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
