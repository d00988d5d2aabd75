/* Made-up evidence for the unit tests of judges: a run that ended well, to be spoilt by the test.
 */
#ifndef STRESS_JUDGE_MADE_UP_H
#define STRESS_JUDGE_MADE_UP_H

#include "stress/bug.h"
#include "stress/judge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct made_up {
	struct evidence evidence;
	struct record record;
	struct observation seen;
	struct scenario scenario;
	struct bug bug;
	const struct bug *bugs[1];
	struct run_id id;
	struct findings findings;
};

static inline int made_up_begin(void **state)
{
	struct made_up *m = calloc(1, sizeof *m);
	assert_non_null(m);
	record_clear(&m->record);
	m->record.sentinel = RECORD_MAGIC;
	m->record.phase = PHASE_DONE;
	m->scenario.story = "made up";
	m->bugs[0] = &m->bug;
	m->evidence = (struct evidence){&m->id, &m->scenario, m->bugs, &m->record, false, &m->seen};
	*state = m;
	return 0;
}

static inline int made_up_end(void **state)
{
	free(*state);
	return 0;
}

static inline void made_up_message(struct made_up *m, enum message_kind kind, const char *text)
{
	struct message *message = &m->record.messages[m->record.message_count++];
	message->kind = kind;
	message->ready = 1;
	snprintf(message->text, sizeof message->text, "%s", text);
}

static inline uint32_t made_up_class(struct made_up *m, const char *name)
{
	uint32_t index = m->record.class_count++;
	snprintf(m->record.classes[index].name, NAME_MAX_BYTES, "%s", name);
	return index;
}

/* A report of the classes first > second > first. */
static inline struct report *made_up_cycle(struct made_up *m, uint32_t first, uint32_t second)
{
	struct report *report = &m->record.reports[m->record.report_count++];
	snprintf(report->kind, sizeof report->kind, "lock-order-inversion");
	report->edge_count = 2;
	report->edges[0].held_class = report->edges[1].wanted_class = first;
	report->edges[1].held_class = report->edges[0].wanted_class = second;
	for (unsigned i = 0; i < 2; i++) {
		report->edges[i].held_frames = report->edges[i].wanted_frames = 2;
		report->edges[i].held_stack[0] = 0x1000 + i;
		report->edges[i].wanted_stack[0] = 0x2000 + i;
		snprintf(report->edges[i].thread, NAME_MAX_BYTES, "worker %u", i);
	}
	return report;
}

/* The judge of that name looks, alone. */
static inline void made_up_look(struct made_up *m, const char *judge)
{
	const struct declared *declared = registry_find(DECLARED_JUDGE, judge);
	assert_non_null(declared);
	m->findings.count = 0;
	((const struct judge *)declared->what)->look(&m->evidence, &m->findings);
}

static inline void assert_no_finding(struct made_up *m, const char *judge)
{
	made_up_look(m, judge);
	if (m->findings.count)
		fail_msg("%s: %s", outcome_name(m->findings.at[0].outcome), m->findings.at[0].why);
}

static inline void assert_one_finding(struct made_up *m, const char *judge, enum outcome outcome,
				      const char *part_of_why)
{
	made_up_look(m, judge);
	assert_int_equal(m->findings.count, 1);
	const struct finding *finding = &m->findings.at[0];
	assert_string_equal(outcome_name(finding->outcome), outcome_name(outcome));
	assert_string_equal(finding->judge, judge);
	if (!strstr(finding->why, part_of_why))
		fail_msg("\"%s\" is not in \"%s\"", part_of_why, finding->why);
}

#define judged(test) cmocka_unit_test_setup_teardown(test, made_up_begin, made_up_end)

#endif
