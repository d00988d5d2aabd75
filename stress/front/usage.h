/* What a person typed: numbers and names, or one clear line and exit code 2. */
#ifndef STRESS_FRONT_USAGE_H
#define STRESS_FRONT_USAGE_H

#include "stress/registry.h"

#include <stdint.h>

enum exit_code { EXIT_CLEAN, EXIT_FINDINGS, EXIT_USAGE, EXIT_BROKEN, EXIT_INTERRUPTED = 130 };

/* "gridlock: …" on stderr, and exit 2.  Before anything is begun that would have to be undone. */
_Noreturn void usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A whole decimal number in the range; `option` names it in the complaint. */
long usage_number(const char *option, const char *text, long least, long most);

/* "90s", "500ms", "2m", "1h"; a number alone is in seconds.  Not 0. */
uint64_t usage_duration_ms(const char *option, const char *text);

/* Decimal, or hexadecimal with 0x. */
uint64_t usage_seed(const char *option, const char *text);

/* What is declared under that name; the complaint has the nearest one. */
const struct declared *usage_declared(enum declared_kind kind, const char *name);

/* The index of `name` in the list; `what` is said of it in the complaint ("build"). */
size_t usage_choice(const char *what, const char *name, const char *const *names, size_t count);

#endif
