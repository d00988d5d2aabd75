#include "stress/front/summary.h"

#include "stress/front/printable.h"
#include "stress/front/results.h"
#include "stress/front/whole_file.h"

#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <time.h>

enum { LISTED_MAX = 50 };

struct listing {
	FILE *file;
	json_t *times; /* outcome, allocator and signature: how often it came */
	json_t *heaps; /* allocator, with the bugs seeded into it: true */
	unsigned listed, more;
};

/* Text inside a line of Markdown: what would be markup is escaped. */
static void put(FILE *file, const char *text)
{
	for (; *text; text++) {
		if (strchr("\\`*_{}[]<>#|!", *text))
			fputc('\\', file);
		fputc(*text == '\n' ? ' ' : *text, file);
	}
}

/* False: no finding. */
static bool finding_key(const json_t *object, char *key, size_t size)
{
	enum outcome outcome = OUTCOME_broken;
	outcome_parse(results_text(object, "outcome"), &outcome);
	snprintf(key, size, "%s %s %s", outcome_name(outcome), results_text(object, "allocator"),
		 results_text(object, "signature"));
	return outcome < OUTCOME_skip && !json_is_true(json_object_get(object, "expected"));
}

static void count(void *self, const json_t *object)
{
	struct listing *listing = self;
	char key[2048];
	const char *bugs = results_text(object, "bug");
	snprintf(key, sizeof key, "%s%s%s", results_text(object, "allocator"), bugs[0] ? "+" : "",
		 bugs);
	json_object_set_new(listing->heaps, key, json_true());
	if (!finding_key(object, key, sizeof key))
		return;
	json_int_t times = json_integer_value(json_object_get(listing->times, key));
	json_object_set_new(listing->times, key, json_integer(times + 1));
}

/* The first of each kind, which then needs not be listed again. */
static void list(void *self, const json_t *object)
{
	struct listing *listing = self;
	char key[2048];
	if (!finding_key(object, key, sizeof key))
		return;
	json_int_t times = json_integer_value(json_object_get(listing->times, key));
	if (times == 0)
		return;
	json_object_set_new(listing->times, key, json_integer(0));
	if (listing->listed == LISTED_MAX) {
		listing->more++;
		return;
	}
	listing->listed++;
	fprintf(listing->file, "- **%s** ", results_text(object, "outcome"));
	put(listing->file, results_text(object, "why"));
	fprintf(listing->file, " (%lld run%s)  \n  `%s`", (long long)times, times == 1 ? "" : "s",
		results_text(object, "replay"));
	if (results_text(object, "evidence")[0])
		fprintf(listing->file, " (%s)", results_text(object, "evidence"));
	fputc('\n', listing->file);
}

/* The command stands in a block of its own: nothing in it is markup there. */
static void write_head(FILE *file, const struct summary *summary, const json_t *heaps)
{
	char clean[2048], date[32];
	const char *heap;
	json_t *value;
	time_t now = time(NULL);
	struct tm utc;
	gmtime_r(&now, &utc);
	strftime(date, sizeof date, "%Y-%m-%d %H:%M:%S UTC", &utc);
	printable_copy(clean, sizeof clean, summary->command, strlen(summary->command));
	for (char *c = clean; *c; c++) {
		if (*c == '\n')
			*c = ' ';
	}
	fprintf(file, "# gridlock\n\n    %s\n\n", clean);
	fprintf(file, "%s, ended %s%s.  First seed: %" PRIu64 ".  Heaps:", argp_program_version,
		date, summary->interrupted ? " (interrupted)" : "", summary->seed);
	unsigned number = 0;
	json_object_foreach((json_t *)heaps, heap, value)
	{
		fputs(number++ ? ", " : " ", file);
		put(file, heap);
	}
	fprintf(file, "%s.\n\n", number ? "" : " none");
}

static void write_paragraph(FILE *file, const char *text)
{
	if (!*text)
		return;
	fputc('\n', file);
	put(file, text);
	fputc('\n', file);
}

static void write_tally(FILE *file, const struct summary *summary)
{
	char skipped[SKIPS_TEXT_MAX];
	tally_print_markdown(file, summary->tally);
	skips_text(&summary->tally->skips, skipped, sizeof skipped);
	write_paragraph(file, skipped);
	write_paragraph(file, summary->shortfall);
}

static bool write_findings(const char *folder, struct listing *listing)
{
	fprintf(listing->file, "\n## Findings\n\n");
	bool read = results_each(folder, list, listing);
	if (listing->listed == 0)
		fprintf(listing->file, "None.\n");
	if (listing->more)
		fprintf(listing->file, "\nAnd %u more: see results.jsonl.\n", listing->more);
	return read;
}

bool summary_write(const char *folder, const struct summary *summary)
{
	struct whole_file whole;
	if (!whole_file_open(&whole, folder, "summary.md"))
		return false;
	struct listing listing = {
	    .file = whole.file, .times = json_object(), .heaps = json_object()};
	bool read = listing.times && listing.heaps && results_each(folder, count, &listing);
	if (read) {
		write_head(whole.file, summary, listing.heaps);
		write_tally(whole.file, summary);
		read = write_findings(folder, &listing);
	}
	json_decref(listing.times);
	json_decref(listing.heaps);
	if (read)
		return whole_file_close(&whole);
	whole_file_abandon(&whole);
	errno = errno ? errno : EIO;
	return false;
}
