#include "stress/front/skips.h"

#include "stress/front/printable.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

void skips_add(struct skips *skips, const char *reason)
{
	char clean[SKIP_REASON_MAX];
	unsigned i = 0;
	printable_copy(clean, sizeof clean, reason, strlen(reason));
	skips->runs++;
	while (i < skips->count && strcmp(skips->at[i].reason, clean) != 0)
		i++;
	if (i == SKIPS_MAX)
		return;
	if (i == skips->count) {
		skips->at[skips->count].runs = 0;
		memcpy(skips->at[skips->count++].reason, clean, sizeof clean);
	}
	unsigned runs = skips->at[i].runs + 1;
	for (; i > 0 && skips->at[i - 1].runs < runs; i--)
		skips->at[i] = skips->at[i - 1];
	memcpy(skips->at[i].reason, clean, sizeof clean);
	skips->at[i].runs = runs;
}

static void append(char *text, size_t size, const char *format, ...)
{
	size_t used = strlen(text);
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text + used, size - used, format, arguments);
	va_end(arguments);
}

/* The length of what stands before a name in quotes that ends the reason; 0: there is none. */
static size_t before_name(const char *reason)
{
	size_t length = strlen(reason), before = strcspn(reason, "'\"");
	bool named = before > 0 && before + 2 < length && reason[length - 1] == reason[before];
	return named ? before : 0;
}

static void append_reason(char *text, size_t size, const char *reason, const char *previous)
{
	size_t before = before_name(reason);
	bool said = before_name(previous) == before && strncmp(previous, reason, before) == 0;
	if (before == 0) {
		append(text, size, "%s", reason);
		return;
	}
	if (!said)
		append(text, size, "%.*s", (int)before, reason);
	append(text, size, "%.*s", (int)(strlen(reason) - before - 2), reason + before + 1);
}

void skips_text(const struct skips *skips, char *text, size_t size)
{
	const char *previous = "";
	unsigned told = 0;
	text[0] = 0;
	if (skips->runs == 0)
		return;
	append(text, size, "skipped %u:", skips->runs);
	for (unsigned i = 0; i < skips->count; i++) {
		append(text, size, i ? ", " : " ");
		append_reason(text, size, skips->at[i].reason, previous);
		append(text, size, " %u", skips->at[i].runs);
		previous = skips->at[i].reason;
		told += skips->at[i].runs;
	}
	if (told < skips->runs)
		append(text, size, ", others %u", skips->runs - told);
}
