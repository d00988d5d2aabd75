#include "stress/front/tally.h"

#include <inttypes.h>
#include <string.h>

static int compare(const struct tally_row *row, const struct result *result)
{
	int names = strcmp(row->scenario->id, result->scenario->id);
	return names ? names : (int)row->build - (int)result->id.build;
}

/* The row of the result, made where it belongs; the sum when there is no room. */
static struct tally_row *row_of(struct tally *tally, const struct result *result)
{
	unsigned at = 0;
	while (at < tally->row_count && compare(&tally->rows[at], result) < 0)
		at++;
	if (at < tally->row_count && compare(&tally->rows[at], result) == 0)
		return &tally->rows[at];
	if (tally->row_count == TALLY_ROWS_MAX)
		return NULL;
	memmove(&tally->rows[at + 1], &tally->rows[at],
		(tally->row_count++ - at) * sizeof tally->rows[0]);
	tally->rows[at] =
	    (struct tally_row){.scenario = result->scenario, .build = result->id.build};
	return &tally->rows[at];
}

static void add(struct tally_row *row, const struct result *result)
{
	row->runs++;
	row->by_verdict[result_verdict(result)]++;
	row->novel_runs += result->novel > 0;
	row->duration_ms += result->duration_ms;
}

void tally_add(struct tally *tally, const struct result *result)
{
	struct tally_row *row = row_of(tally, result);
	if (row)
		add(row, result);
	add(&tally->sum, result);
	if (result_verdict(result) == VERDICT_SKIPPED)
		skips_add(&tally->skips, result_first(result)->why);
}

static bool ran(const struct tally_row *row)
{
	return row->runs > row->by_verdict[VERDICT_SKIPPED];
}

static const char *const about_new = "new: runs that executed something no run before had";
static const char *const headings[] = {"clean", "expected", "skipped", "findings", "broken"};

static void print_row(FILE *file, const char *name, const char *build, const struct tally_row *row)
{
	fprintf(file, "%-32s %-10s %6u", name, build, row->runs);
	for (unsigned i = 0; i <= VERDICT_BROKEN; i++) {
		if (row->by_verdict[i])
			fprintf(file, " %8u", row->by_verdict[i]);
		else
			fprintf(file, " %8s", ".");
	}
	fprintf(file, " %8u %8.1f\n", row->novel_runs, (double)row->duration_ms / 1000);
}

void tally_print(FILE *file, const struct tally *tally)
{
	char skipped[SKIPS_TEXT_MAX];
	fprintf(file, "%-32s %-10s %6s", "scenario", "build", "runs");
	for (unsigned i = 0; i <= VERDICT_BROKEN; i++)
		fprintf(file, " %8s", headings[i]);
	fprintf(file, " %8s %8s\n", "new", "seconds");
	for (unsigned i = 0; i < tally->row_count; i++) {
		const struct tally_row *row = &tally->rows[i];
		if (ran(row))
			print_row(file, row->scenario->id, build_name(row->build), row);
	}
	print_row(file, "all", "", &tally->sum);
	fprintf(file, "%s\n", about_new);
	skips_text(&tally->skips, skipped, sizeof skipped);
	if (skipped[0])
		fprintf(file, "%s\n", skipped);
}

static void print_markdown_row(FILE *file, const char *name, const char *build,
			       const struct tally_row *row)
{
	fprintf(file, "| %s | %s | %u |", name, build, row->runs);
	for (unsigned i = 0; i <= VERDICT_BROKEN; i++)
		fprintf(file, " %u |", row->by_verdict[i]);
	fprintf(file, " %u | %.1f |\n", row->novel_runs, (double)row->duration_ms / 1000);
}

void tally_print_markdown(FILE *file, const struct tally *tally)
{
	fprintf(file, "| scenario | build | runs |");
	for (unsigned i = 0; i <= VERDICT_BROKEN; i++)
		fprintf(file, " %s |", headings[i]);
	fprintf(file, " new | seconds |\n|---|---|--:|--:|");
	for (unsigned i = 0; i <= VERDICT_BROKEN; i++)
		fprintf(file, "--:|");
	fprintf(file, "--:|\n");
	for (unsigned i = 0; i < tally->row_count; i++) {
		const struct tally_row *row = &tally->rows[i];
		if (ran(row))
			print_markdown_row(file, row->scenario->id, build_name(row->build), row);
	}
	print_markdown_row(file, "**all**", "", &tally->sum);
	fprintf(file, "\n%s\n", about_new);
}
