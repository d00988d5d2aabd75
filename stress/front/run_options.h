/* What was asked of `gridlock run`. */
#ifndef STRESS_FRONT_RUN_OPTIONS_H
#define STRESS_FRONT_RUN_OPTIONS_H

#include "stress/front/heap_list.h"
#include "stress/front/plan.h"

#include <stdbool.h>
#include <stdint.h>

enum { JUDGES_MAX = 16 };

struct run_options {
	struct plan_request request;
	struct heap_file heap_file;
	unsigned allocator_count, bug_count; /* as typed */
	const char *allocators[HEAPS_MAX], *bugs[HEAPS_MAX];
	bool seed_given, rounds_given;
	uint64_t budget_ms; /* 0: none */
	unsigned jobs, limit_ms;
	const char *judges[JUDGES_MAX + 1]; /* NULL-terminated; none: all */
	bool dry_run, quiet;
	const char *out;
};

/* Parses, checks and completes; ends the program when something is wrong. */
void run_options_read(struct run_options *options, int argc, char **argv);

/* Its second half: what the options name must exist. */
void run_options_check(struct run_options *options);

/* The judges of "a,b", into a NULL-terminated list. */
void run_options_judges(const char *list[JUDGES_MAX + 1], char *text);

/* A seed from the clock. */
uint64_t run_options_clock_seed(void);

/* As many runs at a time as leave the threads of each some room. */
unsigned run_options_default_jobs(void);

#endif
