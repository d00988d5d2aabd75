#include "stress/front/choice.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool refuse(char *why, size_t size, const char *what, const char *text)
{
	snprintf(why, size, "%s in \"%s\": parameters are given as name=number", what, text);
	return false;
}

static bool read_one(struct choices *choices, const char *text, size_t length, char *why,
		     size_t why_size)
{
	char one[80], *end;
	if (length == 0 || length >= sizeof one)
		return refuse(why, why_size, "nothing, or too much", text);
	memcpy(one, text, length);
	one[length] = 0;
	char *equals = strchr(one, '=');
	if (!equals || equals == one || equals - one >= 32)
		return refuse(why, why_size, "no name", text);
	*equals = 0;
	errno = 0;
	long value = strtol(equals + 1, &end, 10);
	if (errno || *end || end == equals + 1)
		return refuse(why, why_size, "no number", text);
	if (strcmp(one, "ms") == 0) {
		choices->ms = value;
		return value > 0 || refuse(why, why_size, "no time", text);
	}
	if (choices->count == CHOICES_MAX)
		return refuse(why, why_size, "too many parameters", text);
	memcpy(choices->entry[choices->count].name, one, (size_t)(equals - one) + 1);
	choices->entry[choices->count++].value = value;
	return true;
}

bool choices_read(struct choices *choices, const char *text, char *why, size_t why_size)
{
	for (const char *at = text;; at++) {
		size_t length = strcspn(at, ",");
		if (!read_one(choices, at, length, why, why_size))
			return false;
		at += length;
		if (!*at)
			return true;
	}
}

/* What was asked of a parameter; 0: nothing. */
static unsigned asked(const struct choices *choices, const char *name)
{
	unsigned count = 0;
	for (unsigned i = 0; i < choices->count; i++)
		count += strcmp(choices->entry[i].name, name) == 0;
	return count;
}

static long value_at(const struct param *param, const struct choices *choices, size_t index)
{
	if (asked(choices, param->name) == 0)
		return param->values[index];
	for (unsigned i = 0;; i++) {
		if (strcmp(choices->entry[i].name, param->name) == 0 && index-- == 0)
			return choices->entry[i].value;
	}
}

static size_t value_count(const struct param *param, const struct choices *choices)
{
	unsigned count = asked(choices, param->name);
	return count ? count : param_value_count(param);
}

size_t choice_count(const struct scenario *scenario, const struct choices *choices)
{
	size_t count = 1;
	for (unsigned i = 0; i < PARAMS_MAX && scenario->params[i].name; i++)
		count *= value_count(&scenario->params[i], choices);
	return count;
}

bool choice_at(const struct scenario *scenario, const struct choices *choices, size_t index,
	       struct params *params)
{
	memset(params, 0, sizeof *params);
	params->ms = choices->ms;
	while (params->count < PARAMS_MAX && scenario->params[params->count].name)
		params->count++;
	for (unsigned i = params->count; i-- > 0;) {
		const struct param *param = &scenario->params[i];
		size_t values = value_count(param, choices);
		snprintf(params->entry[i].name, sizeof params->entry[i].name, "%s", param->name);
		params->entry[i].value = value_at(param, choices, index % values);
		index /= values;
	}
	return !scenario->accepts || scenario->accepts(params);
}
