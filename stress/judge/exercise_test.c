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
	m->scenario.exercises[1] = "free";
	assert_one_finding(m, "exercise", OUTCOME_broken, "Not exercised: malloc, free");
	assert_null(strstr(m->findings.at[0].why, "special"));
	assert_true(m->findings.at[0].yields);
}

static void an_edge_the_other_way_round_does_not_count(void **state)
{
	struct made_up *m = *state;
	exercise(m);
	m->scenario.exercises[0] = "proflock>special";
	assert_one_finding(m, "exercise", OUTCOME_broken, "proflock>special");
}

static void a_bug_that_was_not_reached_is_skipped(void **state)
{
	struct made_up *m = *state;
	exercise(m);
	snprintf(m->id.bugs[0], sizeof m->id.bugs[0], "made_up_7099");
	m->bug.exercises[1] = "proflock>special";
	m->bug.exercises[2] = "special>special";
	m->bug.with = "rate=1";
	assert_one_finding(
	    m, "exercise", OUTCOME_skip,
	    "the bug made_up_7099 was not reached: proflock>special, special>special "
	    "never happened (its declaration says: rate=1)");
	m->bug.catches[0] = "one";
	m->bug.catches[1] = "two";
	assert_one_finding(m, "exercise", OUTCOME_skip, "says: rate=1 in one or two)");
	snprintf(m->id.scenario, sizeof m->id.scenario, "two");
	assert_one_finding(m, "exercise", OUTCOME_skip, "says: rate=1)");
	m->bug.with = NULL;
	made_up_look(m, "exercise");
	assert_null(strstr(m->findings.at[0].why, "declaration"));
}

static void bugs_seeded_together_name_an_edge_once(void **state)
{
	struct made_up *m = *state;
	exercise(m);
	const struct bug *both[] = {&m->bug, &m->bug};
	memset(m->record.edges, 0, sizeof m->record.edges);
	m->evidence.bugs = both;
	m->id.bug_count = 2;
	snprintf(m->id.bugs[0], sizeof m->id.bugs[0], "one");
	snprintf(m->id.bugs[1], sizeof m->id.bugs[1], "other");
	made_up_look(m, "exercise");
	assert_int_equal(m->findings.count, 2);
	assert_string_equal(m->findings.at[0].why,
			    "the bug one was not reached: special>proflock never happened");
	assert_string_equal(m->findings.at[1].why, "the bug other was not reached either");
	m->scenario.exercises[1] =
	    "special>proflock"; /* the scenario's own lack is the harness's */
	made_up_look(m, "exercise");
	assert_int_equal(m->findings.at[0].outcome, OUTCOME_broken);
	assert_string_equal(m->findings.at[1].why, "the bug one was not reached either");
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
	    judged(a_bug_that_was_not_reached_is_skipped),
	    judged(bugs_seeded_together_name_an_edge_once),
	    judged(a_bug_that_is_not_seeded_asks_nothing),
	    judged(a_run_that_was_ended_owes_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
