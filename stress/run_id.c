#include "stress/run_id.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- printing --------------------------------------------------------------------------- */

struct writer {
	char *text;
	size_t size, used;
};

static void put(struct writer *writer, char c)
{
	if (writer->used + 1 >= writer->size) {
		fprintf(stderr, "gridlock: a run id does not fit into %zu bytes\n", writer->size);
		abort();
	}
	writer->text[writer->used++] = c;
	writer->text[writer->used] = 0;
}

static void put_text(struct writer *writer, const char *text)
{
	while (*text)
		put(writer, *text++);
}

static bool stands_for_itself(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '-' || c == '.';
}

static void put_field(struct writer *writer, const char *field)
{
	for (; *field; field++) {
		unsigned char c = (unsigned char)*field;
		char escape[4];
		if (stands_for_itself(c)) {
			put(writer, (char)c);
		} else {
			snprintf(escape, sizeof escape, "%%%02X", c);
			put_text(writer, escape);
		}
	}
}

static void put_param(struct writer *writer, const char *name, long value)
{
	char number[24];
	put_field(writer, name);
	snprintf(number, sizeof number, "=%ld", value);
	put_text(writer, number);
}

void run_id_print(const struct run_id *id, char *text, size_t size)
{
	struct writer writer = {text, size, 0};
	put_field(&writer, id->scenario);
	put(&writer, '@');
	put_field(&writer, id->allocator);
	for (unsigned i = 0; i < id->bug_count; i++) {
		put(&writer, '+');
		put_field(&writer, id->bugs[i]);
	}
	put(&writer, '/');
	put_field(&writer, build_name(id->build));
	if (id->attachment == ATTACH_WORN)
		put_text(&writer, "/worn");
	put(&writer, ':');
	for (unsigned i = 0; i < id->params.count; i++) {
		if (i > 0)
			put(&writer, ',');
		put_param(&writer, id->params.entry[i].name, id->params.entry[i].value);
	}
	if (id->params.ms > 0) {
		if (id->params.count > 0)
			put(&writer, ',');
		put_param(&writer, "ms", id->params.ms);
	}
	put(&writer, ':');
	put_field(&writer, id->strategy);
	char seed[24];
	snprintf(seed, sizeof seed, "/%016" PRIx64, id->seed);
	put_text(&writer, seed);
}

/* ---- parsing ---------------------------------------------------------------------------- */

/* A reader that has failed stays where it was, and keeps its first complaint. */
struct reader {
	const char *text, *at;
	char *why;
	size_t why_size;
	bool failed;
};

static void complain(struct reader *reader, const char *what, const char *about)
{
	if (reader->failed)
		return;
	reader->failed = true;
	snprintf(reader->why, reader->why_size, "malformed run id: %s%s at character %zu", what,
		 about, (size_t)(reader->at - reader->text) + 1);
}

static void read_mark(struct reader *reader, char mark, const char *before)
{
	if (!reader->failed && *reader->at == mark) {
		reader->at++;
		return;
	}
	char what[] = "expected '_' ";
	what[10] = mark;
	complain(reader, what, before);
}

static bool read_if(struct reader *reader, char mark)
{
	if (reader->failed || *reader->at != mark)
		return false;
	reader->at++;
	return true;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* One character of a field, at reader->at, and how many bytes it takes there; 0: not one. */
static size_t decode(const char *at, char *c)
{
	*c = *at;
	if (stands_for_itself((unsigned char)*at))
		return 1;
	int high = *at == '%' ? hex_value(at[1]) : -1;
	int low = high >= 0 ? hex_value(at[2]) : -1;
	*c = (char)(high * 16 + low);
	/* What stands for itself is not escaped, or printing would not give the same text. */
	return low >= 0 && *c != 0 && !stands_for_itself((unsigned char)*c) ? 3 : 0;
}

static void read_field(struct reader *reader, const char *what, char *field, size_t size)
{
	size_t used = 0, length;
	char c;
	while (!reader->failed && (length = decode(reader->at, &c)) > 0) {
		if (used + 1 == size)
			complain(reader, what, " is too long");
		else
			field[used++] = c;
		if (!reader->failed)
			reader->at += length;
	}
	field[used] = 0;
	if (*reader->at == '%')
		complain(reader, what, " has a bad %XX");
	if (used == 0)
		complain(reader, what, " is empty");
}

static long read_number(struct reader *reader)
{
	char *end, canonical[24];
	errno = 0;
	long value = strtol(reader->at, &end, 10);
	int length = snprintf(canonical, sizeof canonical, "%ld", value);
	if (errno || end - reader->at != length ||
	    strncmp(reader->at, canonical, (size_t)length) != 0) {
		complain(reader, "expected a decimal number", "");
		return 0;
	}
	reader->at = end;
	return value;
}

static void read_bugs(struct reader *reader, struct run_id *id)
{
	while (read_if(reader, '+')) {
		if (id->bug_count == RUN_ID_BUGS_MAX) {
			complain(reader, "too many bugs", "");
			return;
		}
		char *bug = id->bugs[id->bug_count];
		read_field(reader, "the bug", bug, sizeof id->bugs[0]);
		for (unsigned i = 0; i < id->bug_count; i++) {
			if (strcmp(id->bugs[i], bug) == 0)
				complain(reader, "the same bug twice", "");
		}
		id->bug_count++;
	}
}

static void read_build(struct reader *reader, struct run_id *id)
{
	char build[16] = "", attachment[16] = "";
	read_field(reader, "the build", build, sizeof build);
	if (!reader->failed && !build_parse(build, &id->build))
		complain(reader, "no such build", "");
	if (!read_if(reader, '/'))
		return;
	read_field(reader, "the attachment", attachment, sizeof attachment);
	if (strcmp(attachment, "worn") != 0)
		complain(reader, "expected \"worn\"", "");
	id->attachment = ATTACH_WORN;
}

/* One "k=v"; "ms" is not a parameter of the scenario, and the last. */
static void read_param(struct reader *reader, struct params *params)
{
	char name[sizeof params->entry[0].name];
	read_field(reader, "the parameter", name, sizeof name);
	read_mark(reader, '=', "after the parameter");
	long value = read_number(reader);
	if (reader->failed)
		return;
	if (params->ms > 0) {
		complain(reader, "a parameter after ms", "");
	} else if (strcmp(name, "ms") == 0) {
		params->ms = value;
		if (value <= 0)
			complain(reader, "ms must be positive", "");
		return;
	}
	for (unsigned i = 0; i < params->count; i++) {
		if (strcmp(params->entry[i].name, name) == 0)
			complain(reader, "the same parameter twice", "");
	}
	if (params->count == PARAMS_MAX)
		complain(reader, "too many parameters", "");
	if (reader->failed)
		return;
	memcpy(params->entry[params->count].name, name, sizeof name);
	params->entry[params->count++].value = value;
}

static uint64_t read_seed(struct reader *reader)
{
	size_t length = strspn(reader->at, "0123456789abcdef");
	if (length != 16 || reader->at[16] != 0) {
		complain(reader, "expected a seed of 16 digits 0-9a-f", "");
		return 0;
	}
	return strtoull(reader->at, NULL, 16);
}

bool run_id_parse(const char *text, struct run_id *id, char *why, size_t why_size)
{
	struct reader reader = {text, text, why, why_size, false};
	memset(id, 0, sizeof *id);
	read_field(&reader, "the scenario", id->scenario, sizeof id->scenario);
	read_mark(&reader, '@', "after the scenario");
	read_field(&reader, "the allocator", id->allocator, sizeof id->allocator);
	read_bugs(&reader, id);
	read_mark(&reader, '/', "before the build");
	read_build(&reader, id);
	read_mark(&reader, ':', "before the parameters");
	if (!reader.failed && *reader.at != ':') {
		do
			read_param(&reader, &id->params);
		while (read_if(&reader, ','));
	}
	read_mark(&reader, ':', "before the strategy");
	read_field(&reader, "the strategy", id->strategy, sizeof id->strategy);
	read_mark(&reader, '/', "before the seed");
	id->seed = read_seed(&reader);
	return !reader.failed;
}
