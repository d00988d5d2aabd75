#include "stress/front/printable.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Whether XML, JSON and a terminal all take it. */
static bool is_allowed(uint32_t code)
{
	if (code < 0x20)
		return code == '\n' || code == '\t';
	return !(code >= 0x7f && code < 0xa0) && !(code >= 0xd800 && code < 0xe000) &&
	       (code & 0xfffe) != 0xfffe && code <= 0x10ffff;
}

/* Bytes of the allowed UTF-8 character at `text`; 0: there is none. */
static size_t character(const unsigned char *text, size_t length)
{
	static const struct {
		unsigned char mask, mark;
		uint32_t least; /* below it a shorter form would do */
	} forms[] = {{0x80, 0, 0}, {0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};
	size_t bytes = 1;
	while (bytes <= 4 && (text[0] & forms[bytes - 1].mask) != forms[bytes - 1].mark)
		bytes++;
	if (bytes > 4 || bytes > length)
		return 0;
	uint32_t code = text[0] & (unsigned char)~forms[bytes - 1].mask;
	for (size_t i = 1; i < bytes; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (text[i] & 0x3fu);
	}
	return code >= forms[bytes - 1].least && is_allowed(code) ? bytes : 0;
}

void printable_copy(char *to, size_t size, const char *text, size_t length)
{
	size_t used = 0;
	for (size_t i = 0; i < length;) {
		size_t bytes = character((const unsigned char *)text + i, length - i);
		size_t step = bytes ? bytes : 1;
		if (used + step >= size)
			break;
		if (bytes)
			memmove(to + used, text + i, bytes);
		else
			to[used] = '?';
		used += step;
		i += step;
	}
	to[used] = 0;
}

void printable(char *text)
{
	size_t length = strlen(text);
	printable_copy(text, length + 1, text, length);
}
