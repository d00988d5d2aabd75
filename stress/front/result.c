#include "stress/front/result.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void begin(struct result *result, const struct run_id *id)
{
	result->id = *id;
	run_id_print(id, result->id_text, sizeof result->id_text);
	result->scenario = registry_find(DECLARED_SCENARIO, id->scenario);
	for (unsigned i = 0; i < id->bug_count; i++)
		result->bugs[i] = registry_find(DECLARED_BUG, id->bugs[i])->what;
	memset(&result->evidence, 0, sizeof result->evidence);
	result->evidence.id = &result->id;
	result->evidence.scenario = result->scenario->what;
	result->evidence.bugs = result->bugs;
	result->findings.count = 0;
	result->signature[0] = 0;
	result->code.count = 0;
	result->duration_ms = 0;
	result->evidence_folder[0] = 0;
}

/* Every `what` that ends there, in as much as fits. */
static void replace_number(char *text, size_t size, const char *what, const char *with)
{
	size_t length = strlen(what);
	char whole[WHY_MAX];
	size_t used = 0;
	for (const char *at = text; *at && used + 1 < sizeof whole;) {
		bool found = strncmp(at, what, length) == 0 && !isxdigit((unsigned char)at[length]);
		used += (size_t)snprintf(whole + used, sizeof whole - used, "%s",
					 found ? with : (char[]){*at, 0});
		at += found ? length : 1;
	}
	whole[used < sizeof whole ? used : sizeof whole - 1] = 0;
	snprintf(text, size, "%s", whole);
}

/* The judges know no symbols: what they call "lock 0x7f…" gets its name. */
static void name_locks(struct finding *finding, struct symbols *symbols,
		       const struct code_map *code)
{
	for (unsigned i = 0; i < finding->edge_count; i++) {
		const struct finding_edge *edge = &finding->edges[i];
		struct variable lock;
		char raw[32];
		if (edge->held[0] || !edge->held_instance ||
		    !variable_at(symbols, code, edge->held_instance, &lock))
			continue;
		snprintf(raw, sizeof raw, "lock 0x%" PRIx64, edge->held_instance);
		replace_number(finding->why, sizeof finding->why, raw,
			       lock.name[0] ? lock.name : lock.place);
	}
}

void result_of_run(struct result *result, const struct run_id *id, struct record *record,
		   const struct observation *seen, const char *const *judges,
		   struct symbols *symbols)
{
	begin(result, id);
	result->evidence.record_damaged = !record_make_sane(record);
	result->evidence.record = record;
	result->evidence.seen = seen;
	result->duration_ms = seen->duration_ns / 1000000;
	judge_run(&result->evidence, judges, &result->findings);
	/* What the keeper saw last comes first: an object may have been loaded meanwhile. */
	code_map_add(&result->code, seen->modules, seen->module_count);
	code_map_add(&result->code, record->modules, record->module_count);
	for (unsigned i = 0; i < result->findings.count; i++)
		name_locks(&result->findings.at[i], symbols, &result->code);
	if (result_first(result)->outcome < OUTCOME_skip)
		signature_of(result_first(result), symbols, &result->code, result->signature,
			     sizeof result->signature);
}

void result_of_skip(struct result *result, const struct run_id *id, enum outcome outcome,
		    const char *reason)
{
	begin(result, id);
	findings_add(&result->findings, outcome, "plan", "%s", reason);
}

const struct finding *result_first(const struct result *result)
{
	return &result->findings.at[0];
}

enum verdict result_verdict(const struct result *result)
{
	const struct finding *first = result_first(result);
	if (first->outcome == OUTCOME_clean)
		return VERDICT_CLEAN;
	if (first->expected)
		return VERDICT_EXPECTED;
	if (first->outcome == OUTCOME_skip)
		return VERDICT_SKIPPED;
	return first->outcome == OUTCOME_broken ? VERDICT_BROKEN : VERDICT_FINDING;
}

static void note_reports(const struct result *result, void (*note)(void *self, const char *text),
			 void *self)
{
	const struct record *record = result->evidence.record;
	char text[128];
	for (unsigned i = 0; i < record->report_count; i++) {
		if (strcmp(record->reports[i].kind, "thread-leak") == 0)
			note(self, "ThreadSanitizer: a thread was never joined");
	}
	if (record->reports_lost > 0) {
		snprintf(text, sizeof text, "%u more ThreadSanitizer reports were not recorded",
			 record->reports_lost);
		note(self, text);
	}
}

void result_notes(const struct result *result, void (*note)(void *self, const char *text),
		  void *self)
{
	const struct record *record = result->evidence.record;
	if (!record || result->evidence.record_damaged)
		return;
	for (unsigned i = 0; i < record->message_count; i++) {
		const struct message *message = &record->messages[i];
		if (message->ready && message->kind == MESSAGE_NOTE)
			note(self, message->text);
	}
	note_reports(result, note, self);
}
