/* The name that somebody probably meant. */
#ifndef STRESS_NEAREST_H
#define STRESS_NEAREST_H

#include <stddef.h>

/* The one of `names` that the fewest edits of a letter make of `name`; NULL when none is near. */
const char *nearest_of(const char *name, const char *const *names, size_t count);

#endif
