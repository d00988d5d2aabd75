#include "stress/front/summary.h"

#include "stress/front/printable.h"
#include "stress/front/results.h"
#include "stress/front/whole_file.h"

#include <errno.h>
#include <string.h>

enum { LISTED_MAX = 50 };

struct listing {
	FILE *file;
	json_t *seen; /* outcome and signature: known already */
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

static void list(void *self, const json_t *object)
{
	struct listing *listing = self;
	char key[2048];
	enum outcome outcome = OUTCOME_broken;
	outcome_parse(results_text(object, "outcome"), &outcome);
	if (outcome >= OUTCOME_skip || json_is_true(json_object_get(object, "expected")))
		return;
	snprintf(key, sizeof key, "%s %s %s", outcome_name(outcome),
		 results_text(object, "allocator"), results_text(object, "signature"));
	json_int_t times = json_integer_value(json_object_get(listing->seen, key));
	json_object_set_new(listing->seen, key, json_integer(times + 1));
	if (times > 0)
		return;
	if (listing->listed == LISTED_MAX) {
		listing->more++;
		return;
	}
	listing->listed++;
	fprintf(listing->file, "- **%s** ", outcome_name(outcome));
	put(listing->file, results_text(object, "why"));
	fprintf(listing->file, "  \n  `%s`", results_text(object, "replay"));
	if (results_text(object, "evidence")[0])
		fprintf(listing->file, " (%s)", results_text(object, "evidence"));
	fputc('\n', listing->file);
}

bool summary_write(const char *folder, const char *command, bool interrupted,
		   const struct tally *tally)
{
	struct whole_file whole;
	char clean[2048];
	if (!whole_file_open(&whole, folder, "summary.md"))
		return false;
	printable_copy(clean, sizeof clean, command, strlen(command));
	fprintf(whole.file, "# gridlock\n\n`%s`%s\n\n", clean, interrupted ? " (interrupted)" : "");
	tally_print_markdown(whole.file, tally);
	fprintf(whole.file, "\n## Findings\n\n");
	struct listing listing = {.file = whole.file, .seen = json_object()};
	bool read = listing.seen && results_each(folder, list, &listing);
	if (listing.listed == 0)
		fprintf(whole.file, "None.\n");
	if (listing.more)
		fprintf(whole.file, "\nAnd %u more: see results.jsonl.\n", listing.more);
	json_decref(listing.seen);
	if (read)
		return whole_file_close(&whole);
	whole_file_abandon(&whole);
	errno = errno ? errno : EIO;
	return false;
}
