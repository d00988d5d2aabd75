/* The second half of reading options: what they name must exist. */
#include "stress/front/run_options.h"
#include "stress/front/usage.h"
#include "stress/nearest.h"

#include <stdio.h>
#include <string.h>

static void check_patterns(const struct plan_request *request)
{
	for (unsigned i = 0; i < request->pattern_count; i++) {
		const char *pattern = request->patterns[i];
		bool matches = false;
		for (size_t s = 0; s < registry_count(DECLARED_SCENARIO) && !matches; s++)
			matches = plan_matches(request, pattern, registry_at(DECLARED_SCENARIO, s));
		if (!matches && plan_has_wildcards(pattern))
			usage_error("no %s matches \"%s\"; see: gridlock list scenarios",
				    request->selfcheck ? "self-check" : "scenario", pattern);
		if (!matches)
			usage_declared(DECLARED_SCENARIO, pattern);
	}
}

/* Every parameter asked for must be one of some scenario's. */
static void check_params(const struct choices *choices)
{
	const char *names[256];
	size_t count = 0;
	for (size_t s = 0; s < registry_count(DECLARED_SCENARIO); s++) {
		const struct scenario *scenario = registry_at(DECLARED_SCENARIO, s)->what;
		for (unsigned p = 0; p < PARAMS_MAX && scenario->params[p].name; p++) {
			bool known = false;
			for (size_t i = 0; i < count; i++)
				known |= strcmp(names[i], scenario->params[p].name) == 0;
			if (!known && count < sizeof names / sizeof names[0])
				names[count++] = scenario->params[p].name;
		}
	}
	for (unsigned i = 0; i < choices->count; i++)
		usage_choice("parameter", choices->entry[i].name, names, count);
}

static void add_heaps(struct run_options *options)
{
	struct plan_request *request = &options->request;
	for (unsigned i = 0; i < options->allocator_count; i++)
		heap_choice_read(&request->heaps[request->heap_count++], &options->heap_file,
				 options->allocators[i]);
	for (unsigned i = 0; options->allocator_count == 0 && i < options->heap_file.count; i++) {
		if (request->heap_count == HEAPS_MAX)
			usage_error("more than %d allocators at a time", HEAPS_MAX);
		heap_choice_read(&request->heaps[request->heap_count++], &options->heap_file,
				 options->heap_file.entry[i].name);
	}
	for (unsigned i = 0; i < options->bug_count; i++) {
		struct heap_choice heap;
		heap_choice_of_bugs(&heap, options->bugs[i]);
		for (unsigned a = 0; a < request->heap_count; a++) {
			if (request->heaps[a].bug_count)
				usage_error("name bugs with --bug or behind the allocator, not "
					    "in both places");
			if (strcmp(request->heaps[a].allocator, heap.allocator) != 0)
				usage_error("bug \"%s\" is a bug of %s, not of %s",
					    options->bugs[i], heap.allocator,
					    request->heaps[a].allocator);
		}
	}
}

/* The heaps with bugs take the place of the allocators that were named for them. */
static void add_bugs(struct run_options *options)
{
	struct plan_request *request = &options->request;
	if (options->bug_count > 0)
		request->heap_count = 0;
	for (unsigned i = 0; i < options->bug_count; i++)
		heap_choice_of_bugs(&request->heaps[request->heap_count++], options->bugs[i]);
}

static void check_worn(const struct plan_request *request)
{
	for (unsigned i = 0; request->worn && i < request->heap_count; i++) {
		if (registry_find(DECLARED_ALLOCATOR, request->heaps[i].allocator))
			usage_error("only a shared object can be worn, not \"%s\"",
				    request->heaps[i].allocator);
	}
	if (request->worn && request->heap_count == 0)
		usage_error("--worn needs the path of a shared object: --allocator PATH");
	if (request->worn && (request->builds & ~(1u << BUILD_plain)))
		usage_error("only the plain build can wear an allocator");
}

void run_options_check(struct run_options *options)
{
	check_patterns(&options->request);
	check_params(&options->request.choices);
	add_heaps(options);
	add_bugs(options);
	check_worn(&options->request);
}
