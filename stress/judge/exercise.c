/* No clean without evidence: a run that came to its end must have executed what its scenario, and
 * the bugs seeded into its heap, say that it exists for.  A run that something else ended, or that
 * was not made, owes nothing. */
#include "stress/bug.h"
#include "stress/judge.h"

#include <stdio.h>
#include <string.h>

static bool ended_by_itself(const struct evidence *evidence)
{
	const struct record *record = evidence->record;
	if (evidence->record_damaged || record->sentinel != RECORD_MAGIC ||
	    evidence->seen->killed_by_keeper || evidence->seen->broken[0])
		return false;
	for (unsigned i = 0; i < record->message_count; i++) {
		const struct message *message = &record->messages[i];
		if (message->ready &&
		    (message->kind == MESSAGE_SKIP || message->kind == MESSAGE_BROKEN))
			return false;
	}
	return true;
}

/* Appends those of `wanted` that the run did not execute. */
static void collect_missing(const struct record *record, const char *const *wanted, unsigned max,
			    char *missing, size_t size)
{
	for (unsigned i = 0; i < max && wanted[i]; i++) {
		size_t used = strlen(missing);
		if (record_executed(record, wanted[i]) == 0)
			snprintf(missing + used, size - used, "%s%s", used ? ", " : "", wanted[i]);
	}
}

static void look(const struct evidence *evidence, struct findings *findings)
{
	char missing[WHY_MAX - 32] = "";
	if (!ended_by_itself(evidence))
		return;
	collect_missing(evidence->record, evidence->scenario->exercises, EXERCISES_MAX, missing,
			sizeof missing);
	for (unsigned i = 0; i < evidence->id->bug_count; i++)
		collect_missing(evidence->record, evidence->bugs[i]->exercises, BUG_EDGES_MAX,
				missing, sizeof missing);
	if (missing[0])
		findings_add(findings, OUTCOME_broken, "exercise", "Not exercised: %s", missing);
}

JUDGE(exercise) = {
    .story = "whether the run executed the operations and lock orders that it exists for",
    .look = look,
};
