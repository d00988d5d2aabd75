#include "stress/front/usage.h"

#include "stress/nearest.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void usage_error(const char *format, ...)
{
	char line[1024];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(line, sizeof line, format, arguments);
	va_end(arguments);
	for (char *c = line; *c; c++) {
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?'; /* one line, whatever was typed */
	}
	fprintf(stderr, "gridlock: %s\n", line);
	exit(EXIT_USAGE);
}

long usage_number(const char *option, const char *text, long least, long most)
{
	char *end;
	errno = 0;
	long value = strtol(text, &end, 10);
	if (errno || end == text || *end || value < least || value > most) {
		if (most == INT64_MAX)
			usage_error("%s takes a whole number from %ld on, not \"%s\"", option,
				    least, text);
		usage_error("%s takes a whole number from %ld to %ld, not \"%s\"", option, least,
			    most, text);
	}
	return value;
}

uint64_t usage_duration_ms(const char *option, const char *text)
{
	static const struct {
		const char *unit;
		uint64_t ms;
	} units[] = {{"", 1000}, {"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000}};
	char *end;
	errno = 0;
	unsigned long value = strtoul(text, &end, 10);
	bool number = !errno && text[0] >= '0' && text[0] <= '9' && value > 0 && value < 1000000000;
	for (unsigned i = 0; number && i < sizeof units / sizeof units[0]; i++) {
		if (strcmp(end, units[i].unit) == 0)
			return value * units[i].ms;
	}
	usage_error("%s takes a time such as 60s, 500ms, 5m or 1h, not \"%s\"", option, text);
}

uint64_t usage_seed(const char *option, const char *text)
{
	char *end;
	errno = 0;
	bool hexadecimal = strncmp(text, "0x", 2) == 0;
	uint64_t seed = strtoull(text, &end, hexadecimal ? 16 : 10);
	if (errno || *end || text[0] < '0' || text[0] > '9' || (hexadecimal && !text[2]))
		usage_error("%s takes a number, decimal or 0x…, not \"%s\"", option, text);
	return seed;
}

const struct declared *usage_declared(enum declared_kind kind, const char *name)
{
	const struct declared *declared = registry_find(kind, name);
	if (declared)
		return declared;
	const char *what = declared_kind_name(kind), *nearest = registry_nearest(kind, name);
	if (nearest)
		usage_error("unknown %s \"%s\"; did you mean \"%s\"?", what, name, nearest);
	usage_error("unknown %s \"%s\"; see: gridlock list", what, name);
}

size_t usage_choice(const char *what, const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(names[i], name) == 0)
			return i;
	}
	const char *nearest = nearest_of(name, names, count);
	if (nearest)
		usage_error("unknown %s \"%s\"; did you mean \"%s\"?", what, name, nearest);
	char all[512] = "";
	for (size_t i = 0; i < count; i++) {
		size_t used = strlen(all);
		snprintf(all + used, sizeof all - used, "%s%s", i ? ", " : "", names[i]);
	}
	usage_error("unknown %s \"%s\"; there are: %s", what, name, all);
}
