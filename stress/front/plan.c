#include "stress/front/plan.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct scenario *scenario_of(const struct declared *declared)
{
	return declared->what;
}

/* ---- which scenarios, on which heaps ---------------------------------------------------- */

bool plan_has_wildcards(const char *pattern)
{
	return strpbrk(pattern, "*?[");
}

bool plan_matches(const struct plan_request *request, const char *pattern,
		  const struct declared *scenario)
{
	return fnmatch(pattern, scenario->id, 0) == 0 &&
	       (!plan_has_wildcards(pattern) ||
		scenario_of(scenario)->selfcheck == request->selfcheck);
}

static bool is_selected(const struct plan_request *request, const struct declared *scenario)
{
	for (unsigned i = 0; i < request->pattern_count; i++) {
		if (plan_matches(request, request->patterns[i], scenario))
			return true;
	}
	return request->pattern_count == 0 &&
	       scenario_of(scenario)->selfcheck == request->selfcheck;
}

static bool can_everything(const struct allocator *allocator)
{
	for (size_t i = 0; i < capability_count(); i++) {
		if (!allocator_can(allocator, capability_name(i)))
			return false;
	}
	return true;
}

const struct declared *plan_default_allocator(bool empty)
{
	const struct declared *found = NULL;
	for (size_t i = 0; i < registry_count(DECLARED_ALLOCATOR); i++) {
		const struct declared *declared = registry_at(DECLARED_ALLOCATOR, i);
		const struct allocator *allocator = declared->what;
		if (empty ? !allocator->empty : !can_everything(allocator))
			continue;
		if (found)
			return NULL;
		found = declared;
	}
	return found;
}

/* Puts the allocators for self-checks and for other scenarios at the end of plan->heaps. */
static void add_default_heaps(struct plan *plan)
{
	for (unsigned empty = 0; empty <= 1; empty++) {
		const struct declared *declared = plan_default_allocator(empty);
		snprintf(plan->heaps[HEAPS_MAX + empty].allocator, RUN_ID_NAME_MAX, "%s",
			 declared ? declared->id : "");
	}
}

/* ---- cells ------------------------------------------------------------------------------ */

/* Why the scenario makes no sense on that heap; false: it does. */
static bool must_skip(const struct plan *plan, const struct scenario *scenario,
		      const struct heap_choice *heap, char *why, size_t size)
{
	const char *attached = plan->attachment == ATTACH_WORN ? "worn" : "called";
	why[0] = 0;
	if (scenario->attachment && strcmp(scenario->attachment, attached) != 0)
		snprintf(why, size, "the scenario needs an allocator that is %s",
			 scenario->attachment);
	const struct declared *declared = registry_find(DECLARED_ALLOCATOR, heap->allocator);
	const struct allocator *allocator = declared ? declared->what : NULL;
	if (!allocator)
		return why[0]; /* what it can do is seen when it is loaded */
	if (allocator->empty && !scenario->selfcheck)
		snprintf(why, size, "the allocator hands out nothing");
	for (unsigned i = 0; i < NEEDS_MAX && scenario->needs[i] && !why[0]; i++) {
		if (!allocator_can(allocator, scenario->needs[i]))
			snprintf(why, size, "the allocator lacks \"%s\"", scenario->needs[i]);
	}
	return why[0];
}

static unsigned builds_of(const struct plan_request *request, const struct scenario *scenario,
			  const struct heap_choice *heap)
{
	const unsigned plain = 1u << BUILD_plain, tsan = 1u << BUILD_tsan,
		       tsan_locks = 1u << BUILD_tsan_locks;
	unsigned wanted = request->builds;
	bool foreign = !registry_find(DECLARED_ALLOCATOR, heap->allocator);
	if (request->worn)
		wanted = wanted ? wanted & plain : plain;
	else if (!wanted)
		wanted =
		    foreign ? plain | tsan_locks : plain | tsan | (scenario->builds & tsan_locks);
	return scenario_builds(scenario) & wanted;
}

static bool add_cell(struct plan *plan, const struct cell *cell)
{
	if (plan->count == PLAN_CELLS_MAX)
		return false;
	if ((plan->count & (plan->count - 1)) == 0) { /* a power of two: full */
		size_t room = plan->count ? 2 * plan->count : 1;
		void *cells = realloc(plan->cells, room * sizeof *plan->cells);
		if (!cells)
			return false;
		plan->cells = cells;
	}
	plan->cells[plan->count++] = *cell;
	return true;
}

static bool add_builds(const struct plan_request *request, struct plan *plan, struct cell *cell)
{
	unsigned builds = builds_of(request, scenario_of(cell->scenario), &plan->heaps[cell->heap]);
	for (unsigned build = 0; build < BUILD_COUNT; build++) {
		if (!(builds & 1u << build))
			continue;
		cell->build = (enum build)build;
		if (!add_cell(plan, cell))
			return false;
		if (cell->skip[0])
			break; /* once is enough */
	}
	return true;
}

static bool add_scenario_on(const struct plan_request *request, struct plan *plan,
			    const struct declared *declared, unsigned heap)
{
	const struct scenario *scenario = scenario_of(declared);
	struct cell cell = {.scenario = declared, .heap = heap};
	bool skip = must_skip(plan, scenario, &plan->heaps[heap], cell.skip, sizeof cell.skip);
	size_t choices = choice_count(scenario, &request->choices);
	for (size_t i = 0; i < choices && i < PLAN_CELLS_MAX; i++) {
		if (!choice_at(scenario, &request->choices, i, &cell.params))
			continue;
		for (unsigned s = 0; s < request->strategy_count; s++) {
			cell.strategy = request->strategies[s];
			if (!add_builds(request, plan, &cell))
				return false;
			if (skip)
				return true;
		}
	}
	return true;
}

static bool add_scenario(const struct plan_request *request, struct plan *plan,
			 const struct declared *declared)
{
	if (request->heap_count == 0)
		return add_scenario_on(request, plan, declared,
				       HEAPS_MAX + scenario_of(declared)->selfcheck);
	for (unsigned i = 0; i < request->heap_count; i++) {
		if (!add_scenario_on(request, plan, declared, i))
			return false;
	}
	return true;
}

/* Gives every scenario its turn: first the first cells of all, then the second ones, … */
static bool interleave(struct plan *plan)
{
	struct cell *sorted = malloc(plan->count * sizeof *sorted);
	size_t used = 0;
	if (!sorted)
		return false;
	for (size_t turn = 0; used < plan->count; turn++) {
		size_t nth = 0;
		for (size_t i = 0; i < plan->count; i++) {
			bool first =
			    i == 0 || plan->cells[i].scenario != plan->cells[i - 1].scenario;
			nth = first ? 0 : nth + 1;
			if (nth == turn)
				sorted[used++] = plan->cells[i];
		}
	}
	free(plan->cells);
	plan->cells = sorted;
	return true;
}

/* ---- making it -------------------------------------------------------------------------- */

static bool refuse(char *why, size_t size, const char *what)
{
	snprintf(why, size, "%s", what);
	return false;
}

static bool lacks_default_heap(const struct plan *plan, const struct plan_request *request,
			       const struct declared *scenario, char *why, size_t size)
{
	bool selfcheck = scenario_of(scenario)->selfcheck;
	if (request->heap_count > 0 || plan->heaps[HEAPS_MAX + selfcheck].allocator[0])
		return false;
	refuse(why, size, "no one allocator can do everything: name one with --allocator");
	return true;
}

bool plan_make(const struct plan_request *request, struct plan *plan, char *why, size_t why_size)
{
	memset(plan, 0, sizeof *plan);
	memcpy(plan->heaps, request->heaps, sizeof request->heaps);
	plan->attachment = request->worn ? ATTACH_WORN : ATTACH_CALLED;
	plan->seed = request->seed;
	plan->rounds = request->rounds;
	plan->shard = request->shard;
	plan->shards = request->shards;
	add_default_heaps(plan);
	for (size_t i = 0; i < registry_count(DECLARED_SCENARIO); i++) {
		const struct declared *scenario = registry_at(DECLARED_SCENARIO, i);
		if (!is_selected(request, scenario))
			continue;
		if (lacks_default_heap(plan, request, scenario, why, why_size))
			return false;
		if (!add_scenario(request, plan, scenario))
			return refuse(why, why_size, "too many runs: choose fewer");
	}
	if (plan->count == 0)
		return refuse(
		    why, why_size,
		    "nothing to run: no selected scenario has such a build and parameters");
	return interleave(plan) || refuse(why, why_size, "out of memory");
}

void plan_free(struct plan *plan)
{
	free(plan->cells);
	plan->cells = NULL;
}

static void make_id(const struct plan *plan, const struct cell *cell, uint64_t round,
		    struct run_id *id)
{
	const struct heap_choice *heap = &plan->heaps[cell->heap];
	memset(id, 0, sizeof *id);
	snprintf(id->scenario, sizeof id->scenario, "%s", cell->scenario->id);
	memcpy(id->allocator, heap->allocator, sizeof id->allocator);
	memcpy(id->bugs, heap->bugs, sizeof id->bugs);
	id->bug_count = heap->bug_count;
	id->build = cell->build;
	id->attachment = plan->attachment;
	id->params = cell->params;
	snprintf(id->strategy, sizeof id->strategy, "%s", cell->strategy);
	id->seed = plan->seed + round;
}

static bool is_mine(const struct plan *plan, uint64_t index)
{
	return plan->shards <= 1 || index % plan->shards == plan->shard - 1;
}

bool plan_next(const struct plan *plan, uint64_t *at, struct run_id *id, const char **skip)
{
	/* So many turns without a run, and there will never be one. */
	uint64_t patience = (uint64_t)plan->count * (plan->shards + 1) * 2;
	for (; plan->rounds == 0 || *at / plan->count < plan->rounds; ++*at) {
		const struct cell *cell = &plan->cells[*at % plan->count];
		uint64_t round = *at / plan->count;
		bool told = cell->skip[0] && round > 0;
		if (patience-- == 0)
			return false;
		if (told || !is_mine(plan, *at))
			continue;
		make_id(plan, cell, round, id);
		*skip = cell->skip[0] ? cell->skip : NULL;
		++*at;
		return true;
	}
	return false;
}

size_t plan_round(const struct plan *plan)
{
	size_t count = 0;
	for (size_t i = 0; i < plan->count; i++)
		count += !plan->cells[i].skip[0];
	return count;
}
