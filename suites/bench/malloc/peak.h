/* The most memory that this process ever had resident. */
#ifndef BENCH_MALLOC_PEAK_H
#define BENCH_MALLOC_PEAK_H

#include "suites/bench/shim.h"

/* Leaves it beside the times, as peak_rss_kib; once in a run, whichever thread calls it. */
void peak_count(struct bench *bench);

#endif
