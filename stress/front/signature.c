#include "stress/front/signature.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	DEPTH_MAX = 12, /* functions of a stack that are looked at */
	STACKS_MAX = 2 * REPORT_EDGES_MAX,
	STEP_MAX = 4 * SYMBOL_NAME_MAX + 8
};

/* The innermost functions of a stack, without those of the primitives. */
struct trail {
	unsigned count, first; /* those before `first` are victims too */
	char functions[DEPTH_MAX][SYMBOL_NAME_MAX];
};

static void follow_site(struct trail *trail, uint64_t site, struct symbols *symbols,
			const struct code_map *map)
{
	struct symbol found;
	symbols_at(symbols, map, site, &found, 1);
	memcpy(trail->functions[0], found.function, SYMBOL_NAME_MAX);
	trail->count = 1;
}

/* What is left out of a trail. */
enum hidden { HIDE_NOTHING, HIDE_HARNESS, HIDE_HARNESS_AND_SYSTEM };

static bool is_hidden(const struct symbol *symbol, enum hidden hidden)
{
	bool harness =
	    strncmp(symbol->file, "stress/", 7) == 0 || strncmp(symbol->file, "suites/", 7) == 0;
	return (harness && hidden >= HIDE_HARNESS) ||
	       (symbol->of_system && hidden == HIDE_HARNESS_AND_SYSTEM);
}

static void follow(struct trail *trail, const uint64_t *stack, unsigned frames, enum hidden hidden,
		   struct symbols *symbols, const struct code_map *map)
{
	for (unsigned i = 0; i < frames; i++) {
		struct symbol found[SYMBOL_INLINES_MAX];
		unsigned n = symbols_at(symbols, map, stack[i], found, SYMBOL_INLINES_MAX);
		for (unsigned j = 0; j < n; j++) {
			if (strncmp(found[j].file, "stress/sync/", 12) == 0)
				trail->count = 0; /* and what it called */
			else if (trail->count < DEPTH_MAX && !is_hidden(&found[j], hidden))
				memcpy(trail->functions[trail->count++], found[j].function,
				       SYMBOL_NAME_MAX);
		}
	}
}

/* Code under test that has no classes: neither who called it nor what it called stands for it,
   where there is anything else. */
static void follow_foreign(struct trail *trail, const uint64_t *stack, unsigned frames,
			   struct symbols *symbols, const struct code_map *map)
{
	for (int hidden = HIDE_HARNESS_AND_SYSTEM; hidden >= HIDE_NOTHING && !trail->count;
	     hidden--)
		follow(trail, stack, frames, (enum hidden)hidden, symbols, map);
}

/* A lock without a class, or the place of a crash.  A race is told by all that led to it. */
static bool is_foreign(const struct finding *finding, const char *class_name, uint64_t instance)
{
	return finding->outcome == OUTCOME_crash ||
	       (finding->outcome != OUTCOME_race && !class_name[0] && instance);
}

/* Where the lock was taken, or is wanted: the innermost frame where we know it to be that. */
static void follow_edge(const struct finding *finding, const struct finding_edge *edge,
			struct trail *held, struct trail *wanted, struct symbols *symbols,
			const struct code_map *map)
{
	*held = *wanted = (struct trail){0};
	if (edge->held[0] && edge->held_frames)
		follow_site(held, edge->held_stack[0], symbols, map);
	else if (is_foreign(finding, edge->held, edge->held_instance))
		follow_foreign(held, edge->held_stack, edge->held_frames, symbols, map);
	else
		follow(held, edge->held_stack, edge->held_frames, HIDE_NOTHING, symbols, map);
	if (edge->wanted_site)
		follow_site(wanted, edge->wanted_site, symbols, map);
	else if (is_foreign(finding, edge->wanted, edge->wanted_instance))
		follow_foreign(wanted, edge->wanted_stack, edge->wanted_frames, symbols, map);
	else
		follow(wanted, edge->wanted_stack, edge->wanted_frames, HIDE_NOTHING, symbols, map);
}

static const char *innermost(const struct trail *trail)
{
	return trail->first < trail->count ? trail->functions[trail->first] : "?";
}

/* Whether all trails that there are (two at least) go on with the same function, and beyond it. */
static bool go_on_alike(const struct trail *trails, unsigned count)
{
	const struct trail *first = NULL;
	bool several = false;
	for (unsigned i = 0; i < count; i++) {
		if (trails[i].count == 0)
			continue;
		if (trails[i].first + 1 >= trails[i].count ||
		    (first && strcmp(innermost(&trails[i]), innermost(first)) != 0))
			return false;
		several = first != NULL;
		first = &trails[i];
	}
	return several;
}

static void drop_common(struct trail *trails, unsigned count)
{
	while (go_on_alike(trails, count)) {
		for (unsigned i = 0; i < count; i++)
			trails[i].first++;
	}
}

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* The lock's class, or the name of the variable that it is, without a place in it (an array of
   locks is named as one), or at least its place in the file. */
static void name_of_lock(const struct finding *finding, const char *class_name, uint64_t instance,
			 struct symbols *symbols, const struct code_map *map, char *text)
{
	struct variable variable = {.name = "", .place = ""};
	bool is_lock = finding->outcome != OUTCOME_race && finding->outcome != OUTCOME_crash;
	if (is_lock && !class_name[0] && instance)
		variable_at(symbols, map, instance, &variable);
	const char *own = variable.name[0] ? variable.name : variable.place;
	snprintf(text, SYMBOL_NAME_MAX, "%s", class_name[0] ? class_name : own);
}

/* The two accesses of a race have no order. */
static void step(const struct finding *finding, const struct finding_edge *edge,
		 const struct trail trails[2], struct symbols *symbols, const struct code_map *map,
		 char *text)
{
	char held[SYMBOL_NAME_MAX], wanted[SYMBOL_NAME_MAX];
	const char *held_at = innermost(&trails[0]), *wanted_at = innermost(&trails[1]);
	bool swap = finding->outcome == OUTCOME_race && strcmp(held_at, wanted_at) > 0;
	name_of_lock(finding, edge->held, edge->held_instance, symbols, map, held);
	name_of_lock(finding, edge->wanted, edge->wanted_instance, symbols, map, wanted);
	snprintf(text, STEP_MAX, "%s@%s>%s@%s", held, swap ? wanted_at : held_at, wanted,
		 swap ? held_at : wanted_at);
}

static void of_edges(const struct finding *finding, struct symbols *symbols,
		     const struct code_map *map, char *text, size_t size)
{
	struct trail trails[STACKS_MAX];
	char steps[REPORT_EDGES_MAX][STEP_MAX];
	unsigned count = finding->edge_count;
	for (unsigned i = 0; i < count; i++) {
		follow_edge(finding, &finding->edges[i], &trails[2 * i], &trails[2 * i + 1],
			    symbols, map);
	}
	drop_common(trails, 2 * count);
	for (unsigned i = 0; i < count; i++)
		step(finding, &finding->edges[i], &trails[2 * i], symbols, map, steps[i]);
	qsort(steps, count, STEP_MAX, by_text);
	text[0] = 0;
	for (unsigned i = 0; i < count; i++) {
		size_t used = strlen(text);
		if (i == 0 || strcmp(steps[i], steps[i - 1]) != 0)
			snprintf(text + used, size - used, "%s%s", i ? " " : "", steps[i]);
	}
}

/* The text with every number, also hexadecimal, as '#'. */
static void of_words(const char *why, char *text, size_t size)
{
	size_t used = 0;
	while (*why && used + 1 < size) {
		if (!isdigit((unsigned char)*why)) {
			text[used++] = *why++;
			continue;
		}
		size_t digits = strspn(why, "0123456789");
		if (why[0] == '0' && why[1] == 'x')
			digits = 2 + strspn(why + 2, "0123456789abcdef");
		text[used++] = '#';
		why += digits;
	}
	text[used] = 0;
}

void signature_of(const struct finding *finding, struct symbols *symbols,
		  const struct code_map *map, char *text, size_t size)
{
	if (finding->edge_count > 0)
		of_edges(finding, symbols, map, text, size);
	else
		of_words(finding->why, text, size);
}
