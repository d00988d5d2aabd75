#include "stress/front/result_json.h"

#include "stress/front/printable.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Names and sentences of a child are cleaned first: JSON takes valid UTF-8 only. */
static json_t *text(const char *raw)
{
	char clean[2048];
	printable_copy(clean, sizeof clean, raw, strlen(raw));
	return json_string(clean);
}

static json_t *address(uint64_t value)
{
	char hex[24];
	if (value == 0)
		return json_null();
	snprintf(hex, sizeof hex, "0x%" PRIx64, value);
	return json_string(hex);
}

/* Of a lock without a class: the variable that it is. */
static json_t *variable(const char *class_name, uint64_t instance, const struct result *result,
			struct symbols *symbols)
{
	struct variable found;
	char name[2 * SYMBOL_NAME_MAX];
	if (class_name[0] || !variable_at(symbols, &result->code, instance, &found))
		return json_null();
	variable_print(&found, name, sizeof name);
	return text(name);
}

static json_t *stack(const uint64_t *frames, unsigned count, const struct result *result,
		     struct symbols *symbols)
{
	json_t *lines = json_array();
	for (unsigned i = 0; i < count; i++) {
		struct symbol found[SYMBOL_INLINES_MAX];
		unsigned n =
		    symbols_at(symbols, &result->code, frames[i], found, SYMBOL_INLINES_MAX);
		for (unsigned j = 0; j < n; j++) {
			char line[SYMBOL_NAME_MAX + SYMBOL_FILE_MAX + 16];
			symbol_print(&found[j], line, sizeof line);
			json_array_append_new(lines, text(line));
		}
	}
	return lines;
}

static json_t *steps(const struct finding_edge *edges, unsigned count, const struct result *result,
		     struct symbols *symbols)
{
	json_t *array = json_array();
	for (unsigned i = 0; i < count; i++) {
		const struct finding_edge *edge = &edges[i];
		json_t *object = json_object();
		json_object_set_new(object, "thread", text(edge->thread));
		json_object_set_new(object, "held", text(edge->held));
		json_object_set_new(object, "wanted", text(edge->wanted));
		json_object_set_new(object, "held_instance", address(edge->held_instance));
		json_object_set_new(object, "wanted_instance", address(edge->wanted_instance));
		json_object_set_new(object, "held_variable",
				    variable(edge->held, edge->held_instance, result, symbols));
		json_object_set_new(object, "wanted_variable",
				    variable(edge->wanted, edge->wanted_instance, result, symbols));
		json_object_set_new(object, "remark", text(edge->remark));
		json_object_set_new(object, "held_stack",
				    stack(edge->held_stack, edge->held_frames, result, symbols));
		json_object_set_new(
		    object, "wanted_stack",
		    stack(edge->wanted_stack, edge->wanted_frames, result, symbols));
		json_array_append_new(array, object);
	}
	return array;
}

static void set_finding(json_t *object, const struct finding *finding, const char *signature,
			const struct result *result, struct symbols *symbols)
{
	json_object_set_new(object, "outcome", json_string(outcome_name(finding->outcome)));
	json_object_set_new(object, "judge", json_string(finding->judge));
	json_object_set_new(object, "why", text(finding->why));
	json_object_set_new(object, "expected", json_boolean(finding->expected));
	json_object_set_new(object, "confirmed", json_boolean(finding->confirmed));
	json_object_set_new(object, "signature", text(signature));
	json_object_set_new(object, "cycle",
			    steps(finding->edges, finding->edge_count, result, symbols));
	json_object_set_new(object, "predicted",
			    steps(finding->predicted, finding->predicted_count, result, symbols));
}

static json_t *also(const struct result *result, struct symbols *symbols)
{
	json_t *others = json_array();
	for (unsigned i = 1; i < result->findings.count; i++) {
		const struct finding *finding = &result->findings.at[i];
		char signature[SIGNATURE_MAX];
		json_t *object = json_object();
		signature_of(finding, symbols, &result->code, signature, sizeof signature);
		set_finding(object, finding, signature, result, symbols);
		json_array_append_new(others, object);
	}
	return others;
}

static json_t *params(const struct run_id *id)
{
	json_t *object = json_object();
	for (unsigned i = 0; i < id->params.count; i++)
		json_object_set_new(object, id->params.entry[i].name,
				    json_integer(id->params.entry[i].value));
	if (id->params.ms)
		json_object_set_new(object, "ms", json_integer(id->params.ms));
	return object;
}

static json_t *bugs(const struct run_id *id)
{
	char joined[RUN_ID_BUGS_MAX * 65] = "";
	for (unsigned i = 0; i < id->bug_count; i++) {
		size_t used = strlen(joined);
		snprintf(joined + used, sizeof joined - used, "%s%s", i ? "+" : "", id->bugs[i]);
	}
	return id->bug_count ? json_string(joined) : json_null();
}

static json_t *executed_edges(const struct record *record)
{
	json_t *object = json_object();
	for (unsigned held = 0; held < record->class_count; held++) {
		for (unsigned taken = 0; taken < record->class_count; taken++) {
			char raw[2 * NAME_MAX_BYTES + 2], clean[sizeof raw];
			if (record->edges[held][taken] == 0)
				continue;
			snprintf(raw, sizeof raw, "%s>%s", record->classes[held].name,
				 record->classes[taken].name);
			printable_copy(clean, sizeof clean, raw, strlen(raw));
			json_object_set_new(object, clean,
					    json_integer(record->edges[held][taken]));
		}
	}
	return object;
}

static json_t *executed_operations(const struct record *record)
{
	json_t *object = json_object();
	for (unsigned i = 0; i < record->operation_count; i++) {
		char clean[NAME_MAX_BYTES];
		printable_copy(clean, sizeof clean, record->operations[i],
			       strlen(record->operations[i]));
		json_object_set_new(object, clean,
				    json_integer((json_int_t)record->operation_counts[i]));
	}
	return object;
}

/* How often each operation and each lock order was executed, and how many different (acquire site,
   locks held) and (operation, operation meanwhile) there were, and how many of them
   no earlier run of the campaign had. */
static json_t *exercised(const struct result *result)
{
	const struct record *record = result->evidence.record;
	json_t *object = json_object();
	json_int_t pairs = 0;
	if (!record || result->evidence.record_damaged)
		return object;
	for (unsigned i = 0; i < OPERATIONS_MAX; i++)
		pairs += __builtin_popcountll(record->pairs[i]);
	json_object_set_new(object, "operations", executed_operations(record));
	json_object_set_new(object, "edges", executed_edges(record));
	json_object_set_new(object, "chains", json_integer(record->chain_count));
	json_object_set_new(object, "pairs", json_integer(pairs));
	json_object_set_new(object, "new", json_integer(result->novel));
	return object;
}

static void append_note(void *notes, const char *raw)
{
	json_array_append_new(notes, text(raw));
}

json_t *result_json(const struct result *result, struct symbols *symbols)
{
	const struct run_id *id = &result->id;
	char seed[24], replay[RUN_ID_TEXT_MAX + 32];
	json_t *object = json_object(), *notes = json_array();
	snprintf(seed, sizeof seed, "%016" PRIx64, id->seed);
	snprintf(replay, sizeof replay, "gridlock replay %s", result->id_text);
	json_object_set_new(object, "id", json_string(result->id_text));
	json_object_set_new(object, "scenario", text(id->scenario));
	json_object_set_new(object, "allocator", text(id->allocator));
	json_object_set_new(object, "bug", bugs(id));
	json_object_set_new(object, "params", params(id));
	json_object_set_new(object, "strategy", text(id->strategy));
	json_object_set_new(object, "seed", json_string(seed));
	json_object_set_new(object, "build", json_string(build_name(id->build)));
	set_finding(object, result_first(result), result->signature, result, symbols);
	json_object_set_new(object, "exercised", exercised(result));
	json_object_set_new(object, "duration_ms", json_integer((json_int_t)result->duration_ms));
	json_object_set_new(object, "evidence",
			    result->evidence_folder[0] ? json_string(result->evidence_folder)
						       : json_null());
	json_object_set_new(object, "replay", json_string(replay));
	result_notes(result, append_note, notes);
	json_object_set_new(object, "notes", notes);
	json_object_set_new(object, "also", also(result, symbols));
	return object;
}
