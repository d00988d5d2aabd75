#include "stress/judge.h"

#include "stress/judge/expectation.h"
#include "stress/judge/fold.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct finding *findings_add(struct findings *findings, enum outcome outcome, const char *judge,
			     const char *format, ...)
{
	if (findings->count < FINDINGS_MAX)
		findings->count++;
	struct finding *finding = &findings->at[findings->count - 1];
	memset(finding, 0, sizeof *finding);
	finding->outcome = outcome;
	finding->judge = judge;
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(finding->why, sizeof finding->why, format, arguments);
	va_end(arguments);
	return finding;
}

void finding_say(struct finding *finding, const char *sentence)
{
	size_t length = strlen(finding->why);
	snprintf(finding->why + length, sizeof finding->why - length, "%s%s", length ? " " : "",
		 sentence);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void finding_classes(const struct finding *finding, char *text, size_t size)
{
	const char *names[2 * REPORT_EDGES_MAX] = {NULL};
	size_t count = 0, used = 0;
	for (unsigned i = 0; i < finding->edge_count; i++) {
		const struct finding_edge *edge = &finding->edges[i];
		if (!edge->aside || edge->held[0])
			names[count++] = edge->held;
		if (!edge->aside || edge->wanted[0])
			names[count++] = edge->wanted;
	}
	qsort(names, count, sizeof names[0], by_name);
	text[0] = 0;
	for (size_t i = 0; i < count && used < size; i++) {
		if (i > 0 && strcmp(names[i], names[i - 1]) == 0)
			continue;
		used += (size_t)snprintf(text + used, size - used, "%s%s", used ? "+" : "",
					 names[i][0] ? names[i] : "?");
	}
}

/* Between two outcomes there is room for what yields to a real finding. */
static int rank(const struct finding *finding)
{
	return finding->yields ? 2 * OUTCOME_stuck + 1 : 2 * (int)finding->outcome;
}

static int by_outcome(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
	if (x->expected != y->expected)
		return x->expected - y->expected;
	return rank(x) - rank(y);
}

static bool is_wanted(const struct declared *judge, const char *const *only)
{
	if (!only || ((const struct judge *)judge->what)->always)
		return true;
	while (*only && strcmp(*only, judge->id) != 0)
		only++;
	return *only;
}

/* A standstill is for a judge that may not have been asked. */
static void tell_untold_hang(const struct evidence *evidence, struct findings *findings)
{
	bool told = evidence->seen->standstill == STANDSTILL_NONE;
	for (unsigned i = 0; i < findings->count; i++) {
		enum outcome outcome = findings->at[i].outcome;
		told |= outcome == OUTCOME_deadlock || outcome == OUTCOME_stuck;
	}
	if (!told)
		findings_add(findings, OUTCOME_stuck, "end",
			     "It stood still and was killed; the judge that would say why, waits, "
			     "was not asked.");
}

void judge_run(const struct evidence *evidence, const char *const *only, struct findings *findings)
{
	findings->count = 0;
	for (size_t i = 0; i < registry_count(DECLARED_JUDGE); i++) {
		const struct declared *declared = registry_at(DECLARED_JUDGE, i);
		if (is_wanted(declared, only))
			((const struct judge *)declared->what)->look(evidence, findings);
	}
	tell_untold_hang(evidence, findings);
	fold_find_sites(evidence, findings);
	fold_predictions(findings);
	expectation_mark(evidence, findings);
	qsort(findings->at, findings->count, sizeof findings->at[0], by_outcome);
	if (evidence->scenario->selfcheck && evidence->id->bug_count == 0 && !only) {
		expectation_of_selfcheck(evidence, findings);
		qsort(findings->at, findings->count, sizeof findings->at[0], by_outcome);
	}
	if (findings->count == 0)
		findings_add(findings, OUTCOME_clean, "judge", "%s",
			     outcome_meaning(OUTCOME_clean));
}
