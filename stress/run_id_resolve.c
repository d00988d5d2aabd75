#include "stress/bug.h"
#include "stress/run_id.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool refuse(char *why, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static bool refuse(char *why, size_t size, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(why, size, format, arguments);
	va_end(arguments);
	return false;
}

static const void *find(enum declared_kind kind, const char *id, char *why, size_t size)
{
	const struct declared *declared = registry_find(kind, id);
	if (declared)
		return declared->what;
	const char *nearest = registry_nearest(kind, id);
	if (nearest)
		refuse(why, size, "unknown %s \"%s\"; did you mean \"%s\"?",
		       declared_kind_name(kind), id, nearest);
	else
		refuse(why, size, "unknown %s \"%s\"; see: gridlock list", declared_kind_name(kind),
		       id);
	return NULL;
}

static bool resolve_allocator(const struct run_id *id, char *why, size_t size)
{
	bool declared = registry_find(DECLARED_ALLOCATOR, id->allocator);
	if (declared && id->attachment == ATTACH_WORN)
		return refuse(why, size, "only a shared object can be worn, not \"%s\"",
			      id->allocator);
	return allocator_exists(id->allocator, why, size);
}

static bool resolve_bugs(const struct run_id *id, char *why, size_t size)
{
	for (unsigned i = 0; i < id->bug_count; i++) {
		const struct bug *bug = find(DECLARED_BUG, id->bugs[i], why, size);
		if (!bug)
			return false;
		if (strcmp(bug->heap, id->allocator) != 0)
			return refuse(why, size, "bug \"%s\" is a bug of %s, not of %s",
				      id->bugs[i], bug->heap, id->allocator);
		for (unsigned j = 0; j < i; j++) {
			if (!bugs_compose(id->bugs[j], id->bugs[i], why, size))
				return false;
		}
	}
	return true;
}

static bool resolve_build(const struct run_id *id, const struct scenario *scenario, char *why,
			  size_t size)
{
	if (!(scenario_builds(scenario) & 1u << id->build))
		return refuse(why, size, "scenario \"%s\" has no meaning in build %s", id->scenario,
			      build_name(id->build));
	bool worn = id->attachment == ATTACH_WORN;
	if (worn && id->build != BUILD_plain)
		return refuse(why, size, "only the plain build can wear an allocator, not %s",
			      build_name(id->build));
	const char *wanted = scenario->attachment;
	if (wanted && strcmp(wanted, worn ? "worn" : "called") != 0)
		return refuse(why, size, "scenario \"%s\" needs its allocator %s", id->scenario,
			      wanted);
	return true;
}

static bool resolve_params(const struct run_id *id, const struct scenario *scenario, char *why,
			   size_t size)
{
	unsigned declared = 0;
	while (declared < PARAMS_MAX && scenario->params[declared].name)
		declared++;
	for (unsigned i = 0; i < declared || i < id->params.count; i++) {
		if (i >= declared)
			return refuse(why, size, "scenario \"%s\" has no parameter \"%s\"",
				      id->scenario, id->params.entry[i].name);
		const char *name = scenario->params[i].name;
		if (i >= id->params.count || strcmp(id->params.entry[i].name, name) != 0)
			return refuse(why, size,
				      "scenario \"%s\" takes \"%s\" as parameter %u of its id",
				      id->scenario, name, i + 1);
	}
	if (scenario->accepts && !scenario->accepts(&id->params))
		return refuse(why, size, "scenario \"%s\" does not accept these parameters",
			      id->scenario);
	return true;
}

bool run_id_resolve(const struct run_id *id, char *why, size_t why_size)
{
	const struct scenario *scenario = find(DECLARED_SCENARIO, id->scenario, why, why_size);
	return scenario && resolve_allocator(id, why, why_size) &&
	       resolve_bugs(id, why, why_size) && resolve_build(id, scenario, why, why_size) &&
	       resolve_params(id, scenario, why, why_size) &&
	       find(DECLARED_STRATEGY, id->strategy, why, why_size);
}
