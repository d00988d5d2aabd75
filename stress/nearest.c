#include "stress/nearest.h"

#include <string.h>

enum { COMPARED_MAX = 63 };

static size_t least_of(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;
	return c < least ? c : least;
}

/* Levenshtein's distance; row[j]: of the letters of `a` seen so far to the first j of `b`. */
static size_t edits(const char *a, const char *b)
{
	size_t row[COMPARED_MAX + 1], length = strnlen(b, COMPARED_MAX);
	for (size_t j = 0; j <= length; j++)
		row[j] = j;
	for (size_t i = 0; i < COMPARED_MAX && a[i]; i++) {
		size_t diagonal = row[0];
		row[0] = i + 1;
		for (size_t j = 1; j <= length; j++) {
			size_t above = row[j];
			row[j] = least_of(above + 1, row[j - 1] + 1, diagonal + (a[i] != b[j - 1]));
			diagonal = above;
		}
	}
	return row[length];
}

const char *nearest_of(const char *name, const char *const *names, size_t count)
{
	const char *nearest = NULL;
	size_t least = strnlen(name, COMPARED_MAX) / 2 + 1; /* beyond it there is no likeness */
	for (size_t i = 0; i < count; i++) {
		size_t distance = edits(name, names[i]);
		if (distance < least) {
			least = distance;
			nearest = names[i];
		}
	}
	return nearest;
}
