/* Progress on stderr: a line that changes on a terminal, now and then a new one elsewhere. */
#ifndef STRESS_FRONT_PROGRESS_H
#define STRESS_FRONT_PROGRESS_H

#include "stress/front/tally.h"

#include <stdbool.h>
#include <stdint.h>

struct progress {
	bool quiet, terminal, shown;
	uint64_t begun_ms, last_ms;
	uint64_t total; /* runs; 0: unknown */
};

void progress_begin(struct progress *progress, bool quiet, uint64_t total);

/* Shows how far it is, when the last time is long enough ago. */
void progress_show(struct progress *progress, const struct tally_row *sum);

/* Before anything else is printed: takes the line away. */
void progress_clear(struct progress *progress);

/* Milliseconds on a clock that only goes forward. */
uint64_t progress_now_ms(void);

#endif
