/* Text from children and paths, made fit for files that others parse. */
#ifndef STRESS_FRONT_PRINTABLE_H
#define STRESS_FRONT_PRINTABLE_H

#include <stddef.h>

/* Copies `length` bytes of `text` as valid UTF-8 without control characters other than newline and
   tab: every byte that does not fit becomes '?'.  Cuts between characters.  Always terminates. */
void printable_copy(char *to, size_t size, const char *text, size_t length);

/* The same, in place. */
void printable(char *text);

#endif
