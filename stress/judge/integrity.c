/* Heap invariants and the contents of blocks: what the child's own checks said. */
#include "stress/judge.h"

#include <stdio.h>
#include <string.h>

enum { SHOWN_MAX = 3 };

static void look(const struct evidence *evidence, struct findings *findings)
{
	const struct record *record = evidence->record;
	struct finding *finding = NULL;
	unsigned complaints = 0;
	for (unsigned i = 0; !evidence->record_damaged && i < record->message_count; i++) {
		const struct message *message = &record->messages[i];
		if (!message->ready || message->kind != MESSAGE_CORRUPT)
			continue;
		complaints++;
		if (!finding) {
			finding = findings_add(findings, OUTCOME_corrupt, "integrity", "%s",
					       message->text);
		} else if (complaints <= SHOWN_MAX) {
			size_t used = strlen(finding->why);
			snprintf(finding->why + used, sizeof finding->why - used, "; %.100s",
				 message->text);
		}
	}
	if (complaints > SHOWN_MAX) {
		size_t used = strlen(finding->why);
		snprintf(finding->why + used, sizeof finding->why - used, "; and %u more",
			 complaints - SHOWN_MAX);
	}
}

JUDGE(integrity) = {
    .story = "heap invariants, and whether every block still has its contents",
    .look = look,
};
