#include "stress/front/report.h"

#include "stress/bug.h"
#include "stress/front/pen.h"
#include "stress/front/printable.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WIDTH = 96, LABEL = 12, FRAMES_SHOWN = 16, OUTPUT_LINE_MAX = 240, PROGRAM_MAX = 400 };

struct report_style report_style_for(FILE *file)
{
	const char *no_color = getenv("NO_COLOR");
	bool terminal = isatty(fileno(file));
	return (struct report_style){.color = terminal && !(no_color && *no_color),
				     .frames_max = FRAMES_SHOWN};
}

void report_wrap(FILE *file, unsigned indent, const char *text)
{
	unsigned column = indent;
	while (*text) {
		size_t length = strcspn(text, " \n");
		if (column > indent && column + 1 + length > WIDTH) {
			fprintf(file, "\n%*s", (int)indent, "");
			column = indent;
		} else if (column > indent) {
			fputc(' ', file);
			column++;
		}
		fprintf(file, "%.*s", (int)length, text);
		column += (unsigned)length;
		text += length;
		text += strspn(text, " \n");
	}
	fputc('\n', file);
}

static void labelled(const struct pen *pen, const char *label, const char *text)
{
	fprintf(pen->file, "  %-*s", LABEL, label);
	report_wrap(pen->file, LABEL + 2, text);
}

/* Text of the child's, fit for a terminal. */
const char *pen_clean(const char *raw)
{
	static char text[WHY_MAX];
	printable_copy(text, sizeof text, raw, strlen(raw));
	return text;
}

const char *pen_strong(const struct report_style *style)
{
	return style->color ? "\033[1;31m" : "";
}

const char *pen_normal(const struct report_style *style)
{
	return style->color ? "\033[0m" : "";
}

void report_line(FILE *file, const struct report_style *style, const struct result *result)
{
	const struct finding *first = result_first(result);
	fprintf(file, "%s%s%s  %s: %s\n", pen_strong(style), outcome_name(first->outcome),
		pen_normal(style), result->id_text, pen_clean(first->why));
}

static void print_head(const struct pen *pen, const struct finding *finding)
{
	fprintf(pen->file, "%s%s%s: %s\n", pen_strong(pen->style), outcome_name(finding->outcome),
		pen_normal(pen->style),
		finding->meaning ? finding->meaning : outcome_meaning(finding->outcome));
	fputs("  ", pen->file);
	report_wrap(pen->file, 2, pen_clean(finding->why));
	fputc('\n', pen->file);
}

static void print_origin(const struct pen *pen)
{
	const struct result *result = pen->result;
	const struct scenario *scenario = result->scenario->what;
	char text[1024];
	snprintf(text, sizeof text, "%s (%s:%d): %s", result->scenario->id, result->scenario->file,
		 result->scenario->line, scenario->story ? scenario->story : "");
	labelled(pen, "scenario", text);
	for (unsigned i = 0; i < result->id.bug_count; i++) {
		const struct bug *bug = result->bugs[i];
		bool story = bug->story && !pen->style->story_told;
		snprintf(text, sizeof text, "%s, seeded%s%s", result->id.bugs[i], story ? ": " : "",
			 story ? bug->story : "");
		labelled(pen, "bug", text);
		if (bug->origin && story)
			labelled(pen, "", bug->origin);
	}
}

static void print_note(void *self, const char *text)
{
	labelled(self, "note", pen_clean(text));
}

static void print_others(const struct pen *pen, unsigned told)
{
	const struct findings *findings = &pen->result->findings;
	for (unsigned i = 0; i < findings->count; i++) {
		char text[WHY_MAX + 64];
		if (i == told)
			continue;
		snprintf(text, sizeof text, "%s%s: %s", outcome_name(findings->at[i].outcome),
			 findings->at[i].expected ? " (expected)" : "", findings->at[i].why);
		labelled(pen, "also", pen_clean(text));
	}
}

/* The last line that the child wrote, where it wrote any: often its own reason. */
static void print_last_output(const struct pen *pen)
{
	const struct observation *seen = pen->result->evidence.seen;
	char line[OUTPUT_LINE_MAX];
	size_t end = !seen ? 0 : seen->output_kept < OUTPUT_MAX ? seen->output_kept : OUTPUT_MAX;
	while (end > 0 && isspace((unsigned char)seen->output[end - 1]))
		end--;
	size_t begin = end;
	while (begin > 0 && seen->output[begin - 1] != '\n')
		begin--;
	if (begin == end)
		return;
	printable_copy(line, sizeof line, seen->output + begin, end - begin);
	labelled(pen, "output", line);
}

/* As it can be opened from where the program was started. */
static void print_evidence(const struct pen *pen)
{
	const char *folder = pen->style->folder;
	if (pen->result->evidence_folder[0])
		fprintf(pen->file, "  %-*s%s%s%s\n", LABEL, "evidence",
			folder ? pen_clean(folder) : "", folder ? "/" : "",
			pen->result->evidence_folder);
}

void report_print(FILE *file, const struct report_style *style, const struct result *result,
		  unsigned which, struct symbols *symbols)
{
	struct pen pen = {file, style, result, symbols};
	const struct finding *told = &result->findings.at[which];
	print_head(&pen, told);
	print_origin(&pen);
	pen_edges(&pen, told);
	print_others(&pen, which);
	result_notes(result, print_note, &pen);
	if (told->outcome == OUTCOME_crash)
		print_last_output(&pen);
	print_evidence(&pen);
	fprintf(file, "  %-*s%.*s replay %s\n\n", LABEL, "replay", PROGRAM_MAX,
		pen_clean(program_invocation_name), result->id_text);
}
