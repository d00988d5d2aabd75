/* The plan: which runs, in which order.
 *
 * A cell is one scenario with one choice of everything but the seed.  A round runs every cell once,
 * with the same seed; the next round takes the next seed.  Within a round the scenarios take turns,
 * so a short budget sees all of them. */
#ifndef STRESS_FRONT_PLAN_H
#define STRESS_FRONT_PLAN_H

#include "stress/front/choice.h"
#include "stress/run_id.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PATTERNS_MAX = 64, HEAPS_MAX = 32, STRATEGIES_MAX = 8, PLAN_CELLS_MAX = 200000 };

/* An allocator with the bugs seeded into it together. */
struct heap_choice {
	char allocator[RUN_ID_NAME_MAX];
	char bugs[RUN_ID_BUGS_MAX][64];
	unsigned bug_count;
};

struct plan_request {
	unsigned pattern_count; /* none: every scenario that is not a self-check */
	const char *patterns[PATTERNS_MAX];
	bool
	    selfcheck; /* without patterns, and for those with wildcards: the self-checks instead */
	unsigned
	    heap_count; /* none: the one that can do everything; an empty one for self-checks */
	struct heap_choice heaps[HEAPS_MAX];
	bool worn;
	unsigned builds;	 /* set; 0: what makes sense for the allocator */
	unsigned strategy_count; /* at least one */
	const char *strategies[STRATEGIES_MAX];
	struct choices choices;
	uint64_t seed;
	uint64_t rounds;	/* 0: without end */
	unsigned shard, shards; /* this is number `shard` (from 1) of `shards` */
};

struct cell {
	const struct declared *scenario;
	unsigned heap; /* index into plan.heaps */
	enum build build;
	const char *strategy;
	struct params params;
	char skip[96]; /* why it cannot be run; "" when it can */
};

struct plan {
	size_t count;
	struct cell *cells;
	struct heap_choice heaps[HEAPS_MAX + 2];
	enum attachment attachment;
	uint64_t seed, rounds;
	unsigned shard, shards;
};

/* Whether one of the request's patterns means the scenario: a full name always does, wildcards find
   the self-checks, or the others, as the request says. */
bool plan_matches(const struct plan_request *request, const char *pattern,
		  const struct declared *scenario);
bool plan_has_wildcards(const char *pattern);

/* False with one line in `why` when something does not exist, or nothing is left to run. */
bool plan_make(const struct plan_request *request, struct plan *plan, char *why, size_t why_size);
void plan_free(struct plan *plan);

/* The run after *at (0 at first), and the reason when it is a cell that cannot be run: those are
   told once, in the first round.  False at the end. */
bool plan_next(const struct plan *plan, uint64_t *at, struct run_id *id, const char **skip);

/* How many runs there are in a round, of all shards. */
size_t plan_round(const struct plan *plan);

/* The only declared allocator of that sort, "empty" or able to do everything; NULL when there is
   none, or more than one. */
const struct declared *plan_default_allocator(bool empty);

#endif
