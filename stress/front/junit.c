#include "stress/front/junit.h"

#include "stress/front/printable.h"
#include "stress/front/results.h"
#include "stress/front/whole_file.h"
#include "stress/outcome.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <libxml/xmlwriter.h>

enum { XML_TEXT_MAX = 4096 };

/* How one result counts, and the name of its element inside <testcase>; NULL: passed. */
static const char *element_of(const json_t *object)
{
	enum outcome outcome = OUTCOME_broken;
	outcome_parse(results_text(object, "outcome"), &outcome);
	if (outcome == OUTCOME_clean || json_is_true(json_object_get(object, "expected")))
		return NULL;
	if (outcome == OUTCOME_skip)
		return "skipped";
	return outcome == OUTCOME_broken ? "error" : "failure";
}

static double seconds_of(const json_t *object)
{
	return (double)json_integer_value(json_object_get(object, "duration_ms")) / 1000;
}

struct counts {
	unsigned tests, failures, errors, skipped;
	double seconds;
};

static void count(void *self, const json_t *object)
{
	struct counts *counts = self;
	const char *element = element_of(object);
	counts->tests++;
	counts->seconds += seconds_of(object);
	if (element)
		*(*element == 'f'   ? &counts->failures
		  : *element == 'e' ? &counts->errors
				    : &counts->skipped) += 1;
}

/* ---- writing ---------------------------------------------------------------------------- */

struct junit {
	xmlTextWriter *xml;
	json_t *names; /* id: how often it came */
	bool failed;
};

static void attribute(struct junit *junit, const char *name, const char *value)
{
	char clean[XML_TEXT_MAX];
	printable_copy(clean, sizeof clean, value, strlen(value));
	junit->failed |= xmlTextWriterWriteAttribute(junit->xml, BAD_CAST name, BAD_CAST clean) < 0;
}

static void attribute_number(struct junit *junit, const char *name, double value, int digits)
{
	char text[32];
	snprintf(text, sizeof text, "%.*f", digits, value);
	attribute(junit, name, text);
}

static void line(struct junit *junit, const char *before, const char *raw)
{
	char clean[XML_TEXT_MAX];
	printable_copy(clean, sizeof clean, raw, strlen(raw));
	junit->failed |= xmlTextWriterWriteString(junit->xml, BAD_CAST before) < 0 ||
			 xmlTextWriterWriteString(junit->xml, BAD_CAST clean) < 0 ||
			 xmlTextWriterWriteString(junit->xml, BAD_CAST "\n") < 0;
}

static void line_if_any(struct junit *junit, const char *before, const char *raw)
{
	if (*raw)
		line(junit, before, raw);
}

static void stack(struct junit *junit, const char *title, const json_t *frames)
{
	size_t index;
	json_t *frame;
	if (json_array_size(frames) > 0)
		line(junit, "  ", title);
	json_array_foreach((json_t *)frames, index, frame)
	    line(junit, "    ", json_string_value(frame) ? json_string_value(frame) : "");
}

static void steps(struct junit *junit, const char *who, const json_t *edges)
{
	size_t index;
	json_t *edge;
	json_array_foreach((json_t *)edges, index, edge)
	{
		line(junit, who, results_text(edge, "thread"));
		line_if_any(junit, "holds: ", results_text(edge, "held"));
		stack(junit, "taken at", json_object_get(edge, "held_stack"));
		line_if_any(junit, "wants: ", results_text(edge, "wanted"));
		stack(junit, "at", json_object_get(edge, "wanted_stack"));
	}
}

static void body(struct junit *junit, const json_t *object)
{
	line(junit, "", results_text(object, "why"));
	steps(junit, "thread: ", json_object_get(object, "cycle"));
	steps(junit, "predicted from thread: ", json_object_get(object, "predicted"));
	line(junit, "replay: ", results_text(object, "replay"));
}

/* "heap.a_vs_b"; dots are for the readers' packages, so a path keeps its last name only. */
static void class_name(struct junit *junit, const json_t *object)
{
	char name[512];
	const char *allocator = results_text(object, "allocator");
	const char *slash = strrchr(allocator, '/');
	snprintf(name, sizeof name, "%s", slash ? slash + 1 : allocator);
	for (char *c = name; *c; c++)
		if (*c == '.')
			*c = '_';
	size_t used = strlen(name);
	snprintf(name + used, sizeof name - used, ".%s", results_text(object, "scenario"));
	attribute(junit, "classname", name);
}

static void unique_name(struct junit *junit, const json_t *object)
{
	char name[XML_TEXT_MAX];
	const char *id = results_text(object, "id");
	json_int_t times = json_integer_value(json_object_get(junit->names, id)) + 1;
	json_object_set_new(junit->names, id, json_integer(times));
	if (times > 1)
		snprintf(name, sizeof name, "%s (%d)", id, (int)times);
	else
		snprintf(name, sizeof name, "%s", id);
	attribute(junit, "name", name);
}

static void test_case(void *self, const json_t *object)
{
	struct junit *junit = self;
	const char *element = element_of(object);
	junit->failed |= xmlTextWriterStartElement(junit->xml, BAD_CAST "testcase") < 0;
	class_name(junit, object);
	unique_name(junit, object);
	attribute_number(junit, "time", seconds_of(object), 3);
	if (element) {
		junit->failed |= xmlTextWriterStartElement(junit->xml, BAD_CAST element) < 0;
		attribute(junit, "message", results_text(object, "why"));
		if (*element != 's') {
			attribute(junit, "type", results_text(object, "outcome"));
			body(junit, object);
		}
		junit->failed |= xmlTextWriterEndElement(junit->xml) < 0;
	}
	junit->failed |= xmlTextWriterEndElement(junit->xml) < 0;
}

static bool test_suite(struct junit *junit, const char *folder)
{
	struct counts counts = {0};
	if (!results_each(folder, count, &counts))
		return false;
	junit->failed |= xmlTextWriterSetIndent(junit->xml, 1) < 0 ||
			 xmlTextWriterStartDocument(junit->xml, NULL, "UTF-8", NULL) < 0 ||
			 xmlTextWriterStartElement(junit->xml, BAD_CAST "testsuites") < 0 ||
			 xmlTextWriterStartElement(junit->xml, BAD_CAST "testsuite") < 0;
	attribute(junit, "name", "gridlock");
	attribute_number(junit, "tests", counts.tests, 0);
	attribute_number(junit, "failures", counts.failures, 0);
	attribute_number(junit, "errors", counts.errors, 0);
	attribute_number(junit, "skipped", counts.skipped, 0);
	attribute_number(junit, "time", counts.seconds, 3);
	bool read = results_each(folder, test_case, junit);
	junit->failed |= xmlTextWriterEndDocument(junit->xml) < 0;
	return read && !junit->failed;
}

static int write_to_file(void *file, const char *bytes, int count_of_bytes)
{
	size_t count_wanted = (size_t)count_of_bytes;
	return fwrite(bytes, 1, count_wanted, file) == count_wanted ? count_of_bytes : -1;
}

bool junit_write(const char *folder)
{
	struct whole_file whole;
	if (!whole_file_open(&whole, folder, "junit.xml"))
		return false;
	xmlOutputBuffer *buffer = xmlOutputBufferCreateIO(write_to_file, NULL, whole.file, NULL);
	struct junit junit = {.xml = xmlNewTextWriter(buffer), .names = json_object()};
	bool written = junit.xml && junit.names && test_suite(&junit, folder);
	if (junit.xml)
		xmlFreeTextWriter(junit.xml);
	json_decref(junit.names);
	if (written)
		return whole_file_close(&whole);
	whole_file_abandon(&whole);
	errno = errno ? errno : EIO;
	return false;
}
