#include "stress/front/signature.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	DEPTH_MAX = 12, /* functions of a stack that are looked at */
	STACKS_MAX = 2 * REPORT_EDGES_MAX,
	STEP_MAX = 2 * (NAME_MAX_BYTES + SYMBOL_NAME_MAX) + 8
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

static void follow(struct trail *trail, const uint64_t *stack, unsigned frames,
		   struct symbols *symbols, const struct code_map *map)
{
	for (unsigned i = 0; i < frames; i++) {
		struct symbol found[SYMBOL_INLINES_MAX];
		unsigned n = symbols_at(symbols, map, stack[i], found, SYMBOL_INLINES_MAX);
		for (unsigned j = 0; j < n; j++) {
			if (strncmp(found[j].file, "stress/sync/", 12) == 0)
				trail->count = 0; /* and what it called */
			else if (trail->count < DEPTH_MAX)
				memcpy(trail->functions[trail->count++], found[j].function,
				       SYMBOL_NAME_MAX);
		}
	}
}

/* Where the lock was taken, or is wanted: the innermost frame where we know it to be that. */
static void follow_edge(const struct finding_edge *edge, struct trail *held, struct trail *wanted,
			struct symbols *symbols, const struct code_map *map)
{
	*held = *wanted = (struct trail){0};
	if (edge->held[0] && edge->held_frames)
		follow_site(held, edge->held_stack[0], symbols, map);
	else
		follow(held, edge->held_stack, edge->held_frames, symbols, map);
	if (edge->wanted_site)
		follow_site(wanted, edge->wanted_site, symbols, map);
	else
		follow(wanted, edge->wanted_stack, edge->wanted_frames, symbols, map);
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

/* The two accesses of a race have no order. */
static void step(const struct finding *finding, const struct finding_edge *edge,
		 const char *held_at, const char *wanted_at, char *text)
{
	bool swap = finding->outcome == OUTCOME_race && strcmp(held_at, wanted_at) > 0;
	snprintf(text, STEP_MAX, "%s@%s>%s@%s", edge->held, swap ? wanted_at : held_at,
		 edge->wanted, swap ? held_at : wanted_at);
}

static void of_edges(const struct finding *finding, struct symbols *symbols,
		     const struct code_map *map, char *text, size_t size)
{
	struct trail trails[STACKS_MAX];
	char steps[REPORT_EDGES_MAX][STEP_MAX];
	unsigned count = finding->edge_count;
	for (unsigned i = 0; i < count; i++) {
		follow_edge(&finding->edges[i], &trails[2 * i], &trails[2 * i + 1], symbols, map);
	}
	drop_common(trails, 2 * count);
	for (unsigned i = 0; i < count; i++)
		step(finding, &finding->edges[i], innermost(&trails[2 * i]),
		     innermost(&trails[2 * i + 1]), steps[i]);
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
