/* What is done with the findings of several judges.  A judge of the test's own stands for those
 * that look at a hang, so that the real ones do not matter here. */
#include "stress/judge/made_up.h"

static struct finding to_find[8];
static unsigned to_find_count;

static void find(const struct evidence *evidence, struct findings *findings)
{
	(void)evidence;
	for (unsigned i = 0; i < to_find_count; i++)
		*findings_add(findings, to_find[i].outcome, "scripted", "x") = to_find[i];
}

JUDGE(scripted) = {.story = "finds what the test says", .look = find};

static const char *const only_scripted[] = {"scripted", NULL};

static struct finding *plan(enum outcome outcome, const char *first, const char *second)
{
	struct finding *finding = &to_find[to_find_count++];
	memset(finding, 0, sizeof *finding);
	finding->outcome = outcome;
	finding->judge = "scripted";
	snprintf(finding->why, sizeof finding->why, "because");
	if (!first)
		return finding;
	finding->edge_count = 2;
	snprintf(finding->edges[0].held, NAME_MAX_BYTES, "%s", first);
	snprintf(finding->edges[0].wanted, NAME_MAX_BYTES, "%s", second);
	snprintf(finding->edges[1].held, NAME_MAX_BYTES, "%s", second);
	snprintf(finding->edges[1].wanted, NAME_MAX_BYTES, "%s", first);
	return finding;
}

static int begin(void **state)
{
	to_find_count = 0;
	return made_up_begin(state);
}

static struct finding *judge(struct made_up *m)
{
	judge_run(&m->evidence, only_scripted, &m->findings);
	assert_true(m->findings.count > 0);
	return m->findings.at;
}

static void nothing_found_is_clean(void **state)
{
	struct finding *found = judge(*state);
	assert_int_equal(found[0].outcome, OUTCOME_clean);
	assert_string_equal(found[0].why, outcome_meaning(OUTCOME_clean));
}

static void the_first_outcome_comes_first(void **state)
{
	struct made_up *m = *state;
	plan(OUTCOME_race, NULL, NULL);
	plan(OUTCOME_crash, NULL, NULL);
	plan(OUTCOME_stuck, NULL, NULL);
	struct finding *found = judge(m);
	assert_int_equal(m->findings.count, 3);
	assert_int_equal(found[0].outcome, OUTCOME_crash);
	assert_int_equal(found[1].outcome, OUTCOME_race);
	assert_int_equal(found[2].outcome, OUTCOME_stuck);
}

static void a_hang_confirms_the_prediction_of_its_classes(void **state)
{
	struct made_up *m = *state;
	struct finding *prediction = plan(OUTCOME_lock_cycle, "b", "a");
	prediction->edges[1].held_frames = 5;
	prediction->edges[1].held_stack[3] = 33;
	prediction->edges[1].held_stack[4] = 77;
	prediction->edges[0].held_frames = 5; /* of another place */
	struct finding *hang = plan(OUTCOME_deadlock, "a", "b");
	hang->edges[0].held_frames = hang->edges[1].held_frames = 1;
	hang->edges[0].held_stack[0] = 33;
	hang->edges[1].held_stack[0] = 44;
	plan(OUTCOME_lock_cycle, "a", "c");
	struct finding *found = judge(m);
	assert_int_equal(m->findings.count, 2);
	assert_int_equal(found[0].outcome, OUTCOME_deadlock);
	assert_true(found[0].confirmed);
	assert_int_equal(found[0].edges[0].held_frames, 5);
	assert_int_equal(found[0].edges[0].held_stack[4], 77);
	assert_int_equal(found[0].edges[1].held_frames, 1);
	assert_int_equal(found[1].outcome, OUTCOME_lock_cycle);
	assert_false(found[1].confirmed);
}

static void the_site_of_a_hang_comes_from_the_thread(void **state)
{
	struct made_up *m = *state;
	struct thread_slot *slot = &m->record.threads[1];
	struct finding *hang = plan(OUTCOME_deadlock, "a", "b");
	snprintf(hang->edges[0].thread, NAME_MAX_BYTES, "worker 0");
	snprintf(hang->edges[1].thread, NAME_MAX_BYTES, "worker 1");
	hang->edges[0].wanted_instance = hang->edges[1].wanted_instance = 0x500;
	m->record.thread_count = 2;
	snprintf(slot->name, sizeof slot->name, "worker 1");
	slot->waits[1].wants = 0x500;
	slot->waits[1].site = 0x1234;
	struct finding *found = judge(m);
	assert_int_equal(found[0].edges[0].wanted_site, 0);
	assert_int_equal(found[0].edges[1].wanted_site, 0x1234);
}

static void unnamed_locks_confirm_nothing(void **state)
{
	struct made_up *m = *state;
	plan(OUTCOME_lock_cycle, "", "");
	plan(OUTCOME_deadlock, "", "");
	struct finding *found = judge(m);
	assert_int_equal(m->findings.count, 2);
	assert_false(found[0].confirmed);
}

static void declared_cycles_are_expected_and_others_are_not(void **state)
{
	struct made_up *m = *state;
	m->scenario.expect_cycles[0] = "a+b";
	m->scenario.why_expected = "a gate orders them";
	plan(OUTCOME_lock_cycle, "b", "a");
	plan(OUTCOME_lock_cycle, "b", "c");
	struct finding *found = judge(m);
	assert_int_equal(m->findings.count, 2);
	assert_false(found[0].expected); /* it counts, so it comes first */
	assert_string_equal(found[0].edges[0].wanted, "c");
	assert_true(found[1].expected);
	assert_non_null(strstr(found[1].why, "Expected: a gate orders them"));
}

static void a_declared_outcome_is_expected_in_its_build_only(void **state)
{
	struct made_up *m = *state;
	m->scenario.expect[BUILD_plain] = "stuck";
	plan(OUTCOME_stuck, NULL, NULL);
	assert_true(judge(m)[0].expected);
	m->id.build = BUILD_tsan;
	assert_false(judge(m)[0].expected);
	m->id.build = BUILD_plain;
	m->id.bug_count = 1; /* the declaration is for a heap without a seeded bug */
	assert_false(judge(m)[0].expected);
}

/* Only lock orders are reported in tsan-locks, so a race that is declared for tsan is not seen. */
static void what_tsan_is_to_find_so_is_tsan_locks_but_for_races(void **state)
{
	struct made_up *m = *state;
	m->id.build = BUILD_tsan_locks;
	m->scenario.expect[BUILD_tsan] = "stuck";
	plan(OUTCOME_stuck, NULL, NULL);
	assert_true(judge(m)[0].expected);
	to_find_count = 0;
	m->scenario.expect[BUILD_tsan] = "race";
	plan(OUTCOME_race, NULL, NULL);
	assert_false(judge(m)[0].expected);
	to_find_count = 0;
	m->scenario.selfcheck = true;
	judge_run(&m->evidence, NULL, &m->findings);
	assert_int_equal(m->findings.at[0].outcome, OUTCOME_clean);
	m->scenario.expect[BUILD_tsan] = "stuck";
	judge_run(&m->evidence, NULL, &m->findings);
	assert_int_equal(m->findings.at[0].outcome, OUTCOME_broken);
}

static void kill_for(struct made_up *m, enum standstill standstill)
{
	m->record.sentinel = 0;
	m->record.phase = PHASE_RUN;
	m->seen.exit_status = 9;
	m->seen.killed_by_keeper = true;
	m->seen.standstill = standstill;
}

static void a_hang_that_nobody_was_asked_about_is_not_clean(void **state)
{
	struct made_up *m = *state;
	kill_for(m, STANDSTILL_STUCK);
	assert_int_equal(judge(m)[0].outcome, OUTCOME_stuck);
	assert_int_equal(m->findings.count, 1);
	assert_non_null(strstr(m->findings.at[0].why, "waits, was not asked"));
	assert_string_equal(m->findings.at[0].judge, "end");
	judge_run(&m->evidence, NULL, &m->findings); /* who looks at waits says it, alone */
	assert_int_equal(m->findings.count, 1);
	assert_string_equal(m->findings.at[0].judge, "waits");
	m->seen.standstill = STANDSTILL_NONE; /* a limit */
	assert_int_equal(judge(m)[0].outcome, OUTCOME_crash);
	m->record.sentinel = RECORD_MAGIC;
	m->seen.killed_by_keeper = false;
	m->seen.exit_status = 0;
	assert_int_equal(judge(m)[0].outcome, OUTCOME_clean);
}

static void a_real_finding_comes_before_what_it_kept_from_happening(void **state)
{
	struct made_up *m = *state;
	plan(OUTCOME_broken, NULL, NULL)->yields = true;
	plan(OUTCOME_skip, NULL, NULL);
	assert_int_equal(judge(m)[0].outcome, OUTCOME_broken);
	plan(OUTCOME_stuck, NULL, NULL);
	struct finding *found = judge(m);
	assert_int_equal(found[0].outcome, OUTCOME_stuck);
	assert_int_equal(found[1].outcome, OUTCOME_broken);
	m->scenario.expect[BUILD_plain] = "stuck"; /* what was expected explains nothing */
	assert_int_equal(judge(m)[0].outcome, OUTCOME_broken);
	plan(OUTCOME_broken, NULL, NULL); /* and the harness's own trouble yields to nothing */
	plan(OUTCOME_crash, NULL, NULL);
	found = judge(m);
	assert_int_equal(found[0].outcome, OUTCOME_broken);
	assert_false(found[0].yields);
	assert_int_equal(found[1].outcome, OUTCOME_crash);
}

static void a_long_reason_is_cut_between_words(void **state)
{
	struct made_up *m = *state;
	m->scenario.selfcheck = true;
	struct finding *long_one = plan(OUTCOME_crash, NULL, NULL);
	for (size_t i = 0; i < 60; i++)
		memcpy(long_one->why + 6 * i, "words ", 7);
	judge_run(&m->evidence, NULL, &m->findings);
	assert_int_equal(m->findings.at[0].outcome, OUTCOME_broken);
	assert_non_null(strstr(m->findings.at[0].why, "words words ..."));
	long_one->why[17] = 0;
	judge_run(&m->evidence, NULL, &m->findings);
	assert_non_null(strstr(m->findings.at[0].why, "crash: words words words"));
	assert_null(strstr(m->findings.at[0].why, "..."));
}

static void classes_are_sorted_and_each_once(void **state)
{
	(void)state;
	char text[64], small[4];
	struct finding *finding = plan(OUTCOME_deadlock, "stackpool", "mheap");
	finding_classes(finding, text, sizeof text);
	assert_string_equal(text, "mheap+stackpool");
	finding_classes(finding, small, sizeof small);
	assert_string_equal(small, "mhe");
	finding->edges[1].wanted[0] = 0;
	finding_classes(finding, text, sizeof text);
	assert_string_equal(text, "?+mheap+stackpool");
	finding->edges[1].aside = true;
	finding_classes(finding, text, sizeof text);
	assert_string_equal(text, "mheap+stackpool");
}

static void a_selfcheck_that_fails_says_that_the_harness_is_broken(void **state)
{
	struct made_up *m = *state;
	m->scenario.selfcheck = true;
	m->scenario.expect[BUILD_plain] = "stuck";
	judge_run(&m->evidence, NULL, &m->findings);
	assert_int_equal(m->findings.at[0].outcome, OUTCOME_broken);
	assert_non_null(strstr(m->findings.at[0].why, "declared to end as stuck"));
	plan(OUTCOME_stuck, NULL, NULL);
	judge_run(&m->evidence, NULL, &m->findings);
	assert_int_equal(m->findings.count, 1);
	assert_int_equal(m->findings.at[0].outcome, OUTCOME_stuck);
	assert_true(m->findings.at[0].expected);
	plan(OUTCOME_race, NULL, NULL); /* what was declared, and more */
	judge_run(&m->evidence, NULL, &m->findings);
	assert_int_equal(m->findings.at[0].outcome, OUTCOME_broken);
	to_find_count = 0;
	m->scenario.expect_cycles[0] = "a+b";
	plan(OUTCOME_lock_cycle, "a", "b"); /* nothing undeclared, but not what was declared */
	judge_run(&m->evidence, NULL, &m->findings);
	assert_int_equal(m->findings.at[0].outcome, OUTCOME_broken);
	to_find_count = 0;
	plan(OUTCOME_race, NULL, NULL);
	m->scenario.selfcheck = false;
	judge_run(&m->evidence, NULL, &m->findings);
	assert_int_equal(m->findings.at[0].outcome, OUTCOME_race);
}

static void a_full_list_overwrites_its_last(void **state)
{
	struct made_up *m = *state;
	for (unsigned i = 0; i < FINDINGS_MAX + 5; i++)
		findings_add(&m->findings, OUTCOME_race, "scripted", "%u", i);
	assert_int_equal(m->findings.count, FINDINGS_MAX);
	assert_string_equal(m->findings.at[0].why, "0");
	assert_string_equal(m->findings.at[FINDINGS_MAX - 1].why, "36");
}

#define scripted(test) cmocka_unit_test_setup_teardown(test, begin, made_up_end)

int main(void)
{
	registry_close();
	const struct CMUnitTest tests[] = {
	    scripted(nothing_found_is_clean),
	    scripted(the_first_outcome_comes_first),
	    scripted(a_hang_confirms_the_prediction_of_its_classes),
	    scripted(the_site_of_a_hang_comes_from_the_thread),
	    scripted(unnamed_locks_confirm_nothing),
	    scripted(declared_cycles_are_expected_and_others_are_not),
	    scripted(a_declared_outcome_is_expected_in_its_build_only),
	    scripted(what_tsan_is_to_find_so_is_tsan_locks_but_for_races),
	    scripted(a_hang_that_nobody_was_asked_about_is_not_clean),
	    scripted(a_real_finding_comes_before_what_it_kept_from_happening),
	    scripted(a_long_reason_is_cut_between_words),
	    scripted(classes_are_sorted_and_each_once),
	    scripted(a_selfcheck_that_fails_says_that_the_harness_is_broken),
	    scripted(a_full_list_overwrites_its_last),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
