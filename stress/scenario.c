#include "stress/scenario.h"

#include "stress/run_id.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {
#define BUILD_NAME(name, text, meaning) text,
    BUILDS(BUILD_NAME)
#undef BUILD_NAME
};

const char *build_name(enum build build)
{
	return names[build];
}

bool build_parse(const char *text, enum build *build)
{
	for (unsigned i = 0; i < BUILD_COUNT; i++) {
		if (strcmp(names[i], text) == 0) {
			*build = (enum build)i;
			return true;
		}
	}
	return false;
}

unsigned scenario_builds(const struct scenario *scenario)
{
	unsigned builds = scenario->builds;
	if (builds == 0)
		builds = 1u << BUILD_plain | 1u << BUILD_tsan;
	if (builds & 1u << BUILD_tsan)
		builds |= 1u << BUILD_tsan_locks;
	if (builds & 1u << BUILD_plain)
		builds |= 1u << BUILD_asan;
	return builds;
}

const char *scenario_expects(const struct scenario *scenario, enum build build)
{
	const char *word = scenario->expect[build];
	return word == NULL && build == BUILD_asan ? scenario->expect[BUILD_plain] : word;
}

unsigned param_value_count(const struct param *param)
{
	if (param->count)
		return param->count;
	unsigned count = 1;
	for (unsigned i = 1; i < PARAM_VALUES_MAX; i++)
		if (param->values[i])
			count = i + 1;
	return count;
}

long params_get(const struct params *params, const char *name)
{
	for (unsigned i = 0; i < params->count; i++)
		if (strcmp(params->entry[i].name, name) == 0)
			return params->entry[i].value;
	fprintf(stderr,
		"gridlock: the scenario asks for a parameter '%s' that it does not declare\n",
		name);
	abort();
}
