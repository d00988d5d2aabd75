/* No clean without evidence: a run that came to its end must have executed what its scenario says
 * that it exists for, or it is broken; and what the bugs seeded into its heap say, or it is
 * skipped, since it says nothing of them.  A run that something else ended, or that was not made,
 * owes nothing. */
#include "stress/bug.h"
#include "stress/judge.h"
#include "stress/judge/words.h"

#include <string.h>

enum { MISSING_MAX = EXERCISES_MAX + RUN_ID_BUGS_MAX * BUG_EDGES_MAX };

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

/* Each once: a scenario and bugs seeded together may ask for the same. */
struct missing {
	unsigned count;
	const char *names[MISSING_MAX];
};

static bool is_listed(const struct missing *missing, const char *name)
{
	for (unsigned i = 0; i < missing->count; i++)
		if (strcmp(missing->names[i], name) == 0)
			return true;
	return false;
}

/* Adds those of `wanted` that the run did not execute; true when it executed all. */
static bool collect_missing(const struct record *record, const char *const *wanted, unsigned max,
			    struct missing *missing)
{
	bool all = true;
	for (unsigned i = 0; i < max && wanted[i]; i++) {
		if (record_executed(record, wanted[i]) > 0)
			continue;
		all = false;
		if (!is_listed(missing, wanted[i]))
			missing->names[missing->count++] = wanted[i];
	}
	return all;
}

static void say_names(struct text *why, const struct missing *missing, unsigned from)
{
	for (unsigned i = from; i < missing->count; i++)
		text_say(why, "%s%s", i > from ? ", " : "", missing->names[i]);
}

static struct text text_after(struct finding *finding)
{
	return (struct text){finding->why, sizeof finding->why, strlen(finding->why)};
}

static bool is_catcher(const struct bug *bug, const char *scenario)
{
	for (unsigned i = 0; i < BUG_CATCHERS_MAX && bug->catches[i]; i++)
		if (strcmp(bug->catches[i], scenario) == 0)
			return true;
	return false;
}

/* How the bug can be seen, as its author says; and where, when it is not here. */
static void say_declaration(struct text *why, const struct bug *bug, const char *scenario)
{
	bool elsewhere = bug->catches[0] && !is_catcher(bug, scenario);
	if (!bug->with && !elsewhere)
		return;
	text_say(why, " (its declaration says: %s", bug->with ? bug->with : "");
	for (unsigned i = 0; elsewhere && i < BUG_CATCHERS_MAX && bug->catches[i]; i++)
		text_say(why, "%s%s", i ? " or " : bug->with ? " in " : "in ", bug->catches[i]);
	text_say(why, ")");
}

/* The parameters were not the bug's: no fault of the harness, and nothing was tried. */
static void look_for_bug(const struct evidence *evidence, unsigned which, struct missing *missing,
			 struct findings *findings)
{
	const struct bug *bug = evidence->bugs[which];
	unsigned told = missing->count;
	if (collect_missing(evidence->record, bug->exercises, BUG_EDGES_MAX, missing))
		return;
	struct finding *finding =
	    findings_add(findings, OUTCOME_skip, "exercise", "the bug %s was not reached",
			 evidence->id->bugs[which]);
	struct text why = text_after(finding);
	text_say(&why, missing->count > told ? ": " : " either");
	say_names(&why, missing, told);
	text_say(&why, missing->count > told ? " never happened" : "");
	say_declaration(&why, bug, evidence->id->scenario);
	finding->meaning = "the run did not reach the bug, so it says nothing about it";
}

static void look(const struct evidence *evidence, struct findings *findings)
{
	struct missing missing = {0};
	if (!ended_by_itself(evidence))
		return;
	if (!collect_missing(evidence->record, evidence->scenario->exercises, EXERCISES_MAX,
			     &missing)) {
		struct finding *finding =
		    findings_add(findings, OUTCOME_broken, "exercise", "Not exercised: ");
		struct text why = text_after(finding);
		say_names(&why, &missing, 0);
		finding->yields = true;
	}
	for (unsigned i = 0; i < evidence->id->bug_count; i++)
		look_for_bug(evidence, i, &missing, findings);
}

JUDGE(exercise) = {
    .story = "whether the run executed the operations and lock orders that it exists for",
    .look = look,
};
