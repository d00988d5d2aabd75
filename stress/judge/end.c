/* How the child ended: by its sentinel, by a death, by a limit, or by the harness's own fault. */
#include "stress/judge.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

static const char *phase_name(const struct evidence *evidence)
{
	static const char *const names[] = {"before it began", "during set-up", "during the run",
					    "during its final checks", "after its end"};
	unsigned phase = evidence->record_damaged ? 0 : evidence->record->phase;
	return names[phase <= PHASE_DONE ? phase : PHASE_DONE];
}

/* The line of the output that holds `mark`; false when there is none. */
static bool find_line(const struct observation *seen, const char *mark, char *line, size_t size)
{
	size_t length = seen->output_kept < OUTPUT_MAX ? seen->output_kept : OUTPUT_MAX;
	const char *at = memmem(seen->output, length, mark, strlen(mark));
	if (!at)
		return false;
	const char *end = seen->output + length, *begin = at;
	while (begin > seen->output && begin[-1] != '\n')
		begin--;
	const char *stop = memchr(at, '\n', (size_t)(end - at));
	snprintf(line, size, "%.*s", (int)((stop ? stop : end) - begin), begin);
	return true;
}

/* After one of these ThreadSanitizer's own state says nothing any more. */
static void look_for_broken_tsan(const struct evidence *evidence, struct findings *findings)
{
	static const char *const marks[] = {"FATAL: ThreadSanitizer",
					    "ThreadSanitizer: CHECK failed", "CHECK failed: tsan",
					    "CHECK failed: sanitizer"};
	char line[256];
	for (unsigned i = 0; i < sizeof marks / sizeof marks[0]; i++) {
		if (find_line(evidence->seen, marks[i], line, sizeof line)) {
			findings_add(findings, OUTCOME_broken, "end", "ThreadSanitizer gave up: %s",
				     line);
			return;
		}
	}
}

static void look_at_messages(const struct evidence *evidence, struct findings *findings)
{
	const struct record *record = evidence->record;
	for (unsigned i = 0; i < record->message_count; i++) {
		const struct message *message = &record->messages[i];
		if (message->ready && message->kind == MESSAGE_BROKEN)
			findings_add(findings, OUTCOME_broken, "end", "%s", message->text)
			    ->meaning = "the run could not be made; says nothing about the heap";
		if (message->ready && message->kind == MESSAGE_SKIP)
			findings_add(findings, OUTCOME_skip, "end", "%s", message->text);
	}
}

/* What a sanitizer said before it ended the child. */
static void add_last_words(const struct evidence *evidence, struct finding *finding)
{
	static const char *const marks[] = {"ERROR: AddressSanitizer", ": runtime error: "};
	char line[256];
	for (unsigned i = 0; i < sizeof marks / sizeof marks[0]; i++) {
		if (find_line(evidence->seen, marks[i], line, sizeof line)) {
			finding_say(finding, line);
			return;
		}
	}
}

/* Where the thread was that died. */
static void add_place(const struct evidence *evidence, struct finding *finding)
{
	const struct death *death = &evidence->record->death;
	if (evidence->record_damaged || !death->ready)
		return;
	struct finding_edge *edge = &finding->edges[0];
	finding->edge_count = 1;
	snprintf(edge->thread, sizeof edge->thread, "%s", death->thread);
	edge->wanted_instance = death->address;
	edge->wanted_frames = death->frames;
	memcpy(edge->wanted_stack, death->stack, sizeof edge->wanted_stack);
}

static void look_at_death(const struct evidence *evidence, struct findings *findings)
{
	const struct observation *seen = evidence->seen;
	unsigned before = findings->count;
	bool sentinel = !evidence->record_damaged && evidence->record->sentinel == RECORD_MAGIC;
	if (seen->standstill != STANDSTILL_NONE)
		return; /* killed because it hung: the judge of waits, or judge_run(), says so */
	if (seen->killed_by_keeper)
		findings_add(findings, OUTCOME_crash, "end", "Killed %s: %s", phase_name(evidence),
			     seen->reason);
	else if (WIFSIGNALED(seen->exit_status))
		findings_add(findings, OUTCOME_crash, "end", "Died %s of signal %d (%s)",
			     phase_name(evidence), WTERMSIG(seen->exit_status),
			     strsignal(WTERMSIG(seen->exit_status)));
	else if (!sentinel)
		findings_add(findings, OUTCOME_crash, "end",
			     "Ended %s with exit status %d, without its last record",
			     phase_name(evidence), WEXITSTATUS(seen->exit_status));
	else if (seen->exit_status != 0)
		findings_add(findings, OUTCOME_crash, "end", "Exit status %d after its last record",
			     WEXITSTATUS(seen->exit_status));
	if (findings->count > before) {
		add_last_words(evidence, &findings->at[before]);
		add_place(evidence, &findings->at[before]);
	}
}

static void look(const struct evidence *evidence, struct findings *findings)
{
	unsigned before = findings->count;
	if (evidence->seen->broken[0])
		findings_add(findings, OUTCOME_broken, "end", "%s", evidence->seen->broken);
	else
		look_for_broken_tsan(evidence, findings);
	if (evidence->record_damaged)
		findings_add(findings, OUTCOME_broken, "end",
			     "The child's record is damaged: nothing in it can be believed");
	else
		look_at_messages(evidence, findings);
	/* A child that the harness failed, or that declined, also ends as it can. */
	if (findings->count == before)
		look_at_death(evidence, findings);
}

JUDGE(end) = {
    .story = "how the child ended: its last record, a death, a limit, a fault of the harness; "
	     "always asked",
    .always = true,
    .look = look,
};
