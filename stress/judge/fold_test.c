/* What a hang keeps of the prediction that it confirms. */
#include "stress/judge/fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TAKEN_A = 0x11, TAKEN_B = 0x12, WANTED_A = 0x21, WANTED_B = 0x22, CALLER = 0x99 };

static struct findings findings;

static int begin(void **state)
{
	(void)state;
	findings.count = 0;
	return 0;
}

static void set_edge(struct finding_edge *edge, const char *thread, const char *held,
		     const char *wanted, uint64_t taken_at, uint64_t wanted_at)
{
	snprintf(edge->thread, sizeof edge->thread, "%s", thread);
	snprintf(edge->held, sizeof edge->held, "%s", held);
	snprintf(edge->wanted, sizeof edge->wanted, "%s", wanted);
	edge->held_stack[0] = taken_at;
	edge->held_frames = 1;
	edge->wanted_stack[0] = edge->wanted_site = wanted_at;
	edge->wanted_frames = 1;
}

/* Worker 0 holds a and wants b, worker 1 the other way round. */
static struct finding *add(enum outcome outcome)
{
	struct finding *finding = findings_add(&findings, outcome, "x", "because");
	finding->edge_count = 2;
	set_edge(&finding->edges[0], "worker 0", "a", "b", TAKEN_A, WANTED_B);
	set_edge(&finding->edges[1], "worker 1", "b", "a", TAKEN_B, WANTED_A);
	return finding;
}

/* A prediction knows whole stacks. */
static struct finding *add_prediction(void)
{
	struct finding *prediction = add(OUTCOME_lock_cycle);
	for (unsigned i = 0; i < 2; i++) {
		prediction->edges[i].held_stack[1] = CALLER + i;
		prediction->edges[i].held_frames = 2;
	}
	return prediction;
}

static const struct finding *fold(void)
{
	fold_predictions(&findings);
	const struct finding *hang = NULL;
	for (unsigned i = 0; i < findings.count; i++) {
		if (findings.at[i].outcome == OUTCOME_deadlock)
			hang = &findings.at[i];
	}
	assert_non_null(hang);
	return hang;
}

static void the_same_places_leave_no_second_copy(void **state)
{
	(void)state;
	add_prediction();
	add(OUTCOME_deadlock);
	const struct finding *hang = fold();
	assert_int_equal(findings.count, 1);
	assert_true(hang->confirmed);
	assert_int_equal(hang->edges[0].held_frames, 2);
	assert_int_equal(hang->edges[1].held_stack[1], CALLER + 1);
	assert_int_equal(hang->predicted_count, 0);
}

static void another_place_is_kept_with_its_stacks(void **state)
{
	(void)state;
	add(OUTCOME_deadlock);
	add_prediction()->edges[0].held_stack[0] = 0x13;
	const struct finding *hang = fold();
	assert_int_equal(findings.count, 1);
	assert_int_equal(hang->edges[0].held_frames, 1); /* it is not how the hang came there */
	assert_int_equal(hang->edges[0].held_stack[0], TAKEN_A);
	assert_int_equal(hang->edges[1].held_frames, 2);
	assert_int_equal(hang->predicted_count, 1);
	const struct finding_edge *kept = &hang->predicted[0];
	assert_string_equal(kept->thread, "worker 0");
	assert_string_equal(kept->held, "a");
	assert_int_equal(kept->held_frames, 2);
	assert_int_equal(kept->held_stack[0], 0x13);
	assert_int_equal(kept->held_stack[1], CALLER);
	assert_int_equal(kept->wanted_stack[0], WANTED_B);
}

static void a_place_that_the_hang_does_not_know_is_kept(void **state)
{
	(void)state;
	add(OUTCOME_deadlock)->edges[1].held_frames = 0;
	add_prediction();
	const struct finding *hang = fold();
	assert_int_equal(hang->predicted_count, 1);
	assert_string_equal(hang->predicted[0].held, "b");
	assert_int_equal(hang->edges[1].held_frames, 0);
}

static void another_place_that_wants_is_kept(void **state)
{
	(void)state;
	add(OUTCOME_deadlock);
	add_prediction()->edges[1].wanted_site = 0x23;
	const struct finding *hang = fold();
	assert_int_equal(hang->predicted_count, 1);
	assert_int_equal(hang->predicted[0].wanted_site, 0x23);
}

static void an_unknown_place_that_wants_is_no_other(void **state)
{
	(void)state;
	add(OUTCOME_deadlock)->edges[1].wanted_site = 0; /* its stack is there */
	add_prediction();
	assert_int_equal(fold()->predicted_count, 0);
}

static void another_thread_is_kept_under_its_name(void **state)
{
	(void)state;
	add(OUTCOME_deadlock);
	strcpy(add_prediction()->edges[0].thread, "worker 2");
	const struct finding *hang = fold();
	assert_int_equal(hang->edges[0].held_frames, 1);
	assert_int_equal(hang->predicted_count, 1);
	assert_string_equal(hang->predicted[0].thread, "worker 2");
	assert_int_equal(hang->predicted[0].held_frames, 2);
}

static void other_classes_are_a_finding_of_their_own(void **state)
{
	(void)state;
	add(OUTCOME_deadlock);
	struct finding *prediction = add_prediction();
	strcpy(prediction->edges[0].held, "c");
	strcpy(prediction->edges[1].wanted, "c");
	const struct finding *hang = fold();
	assert_int_equal(findings.count, 2);
	assert_false(hang->confirmed);
	assert_int_equal(hang->predicted_count, 0);
}

static void a_race_of_the_same_classes_is_no_prediction(void **state)
{
	(void)state;
	add(OUTCOME_deadlock);
	add(OUTCOME_race)->edges[0].held_stack[0] = 0x13;
	assert_int_equal(fold()->predicted_count, 0);
	assert_int_equal(findings.count, 2);
}

static void what_was_predicted_twice_is_kept_once(void **state)
{
	(void)state;
	add_prediction()->edges[0].held_stack[0] = 0x13;
	add_prediction()->edges[0].held_stack[0] = 0x13;
	add(OUTCOME_deadlock);
	add_prediction()->edges[0].held_stack[0] = 0x14;
	const struct finding *hang = fold();
	assert_int_equal(findings.count, 1);
	assert_int_equal(hang->predicted_count, 2);
	assert_int_equal(hang->predicted[0].held_stack[0], 0x13);
	assert_int_equal(hang->predicted[1].held_stack[0], 0x14);
}

static void steps_beyond_the_room_are_counted(void **state)
{
	(void)state;
	add(OUTCOME_deadlock);
	for (unsigned i = 0; i < REPORT_EDGES_MAX; i++)
		add_prediction()->edges[0].held_stack[0] = 0x1000 + i;
	assert_null(strstr(fold()->why, "not kept"));
	findings.count = 0;
	add(OUTCOME_deadlock);
	for (unsigned i = 0; i < REPORT_EDGES_MAX + 3; i++)
		add_prediction()->edges[0].held_stack[0] = 0x1000 + i;
	const struct finding *hang = fold();
	assert_int_equal(hang->predicted_count, REPORT_EDGES_MAX);
	assert_non_null(strstr(hang->why, "3 more predicted steps were not kept."));
}

#define folded(test) cmocka_unit_test_setup(test, begin)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    folded(the_same_places_leave_no_second_copy),
	    folded(another_place_is_kept_with_its_stacks),
	    folded(a_place_that_the_hang_does_not_know_is_kept),
	    folded(another_place_that_wants_is_kept),
	    folded(an_unknown_place_that_wants_is_no_other),
	    folded(another_thread_is_kept_under_its_name),
	    folded(other_classes_are_a_finding_of_their_own),
	    folded(a_race_of_the_same_classes_is_no_prediction),
	    folded(what_was_predicted_twice_is_kept_once),
	    folded(steps_beyond_the_room_are_counted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
