#include "stress/front/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { TERMINAL_EVERY_MS = 150, LINES_EVERY_MS = 10000 };

uint64_t progress_now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void progress_begin(struct progress *progress, bool quiet, uint64_t total)
{
	*progress = (struct progress){.quiet = quiet,
				      .terminal = isatty(STDERR_FILENO),
				      .begun_ms = progress_now_ms(),
				      .total = total};
	progress->last_ms = progress->begun_ms;
}

void progress_show(struct progress *progress, const struct tally_row *sum)
{
	uint64_t now = progress_now_ms();
	uint64_t every = progress->terminal ? TERMINAL_EVERY_MS : LINES_EVERY_MS;
	if (progress->quiet || now - progress->last_ms < every)
		return;
	progress->last_ms = now;
	progress->shown = true;
	fprintf(stderr, "%s%u", progress->terminal ? "\r\033[K" : "", sum->runs);
	if (progress->total)
		fprintf(stderr, " of %" PRIu64, progress->total);
	fprintf(stderr, " runs, %u findings, %" PRIu64 " s%s", sum->by_verdict[VERDICT_FINDING],
		(now - progress->begun_ms) / 1000, progress->terminal ? "" : "\n");
	fflush(stderr);
}

void progress_clear(struct progress *progress)
{
	if (progress->terminal && progress->shown)
		fputs("\r\033[K", stderr);
	progress->shown = false;
}
