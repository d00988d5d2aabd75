/* Signatures: what makes two findings the same one, in one line that is stable across runs.
 *
 * Of a cycle: its steps "held lock @ who took it > wanted lock @ who wants it", sorted, each once.
 * Our own locks say who that is; of foreign ones the stacks are asked, less what calls of ours, of
 * the C library's and of sanitizers are in them, and less the innermost functions that all the
 * stacks of the finding have in common.  A foreign lock has the name of the variable that it is, or
 * its place in the file.
 * Of anything else: what the judge says of it, without its numbers. */
#ifndef STRESS_FRONT_SIGNATURE_H
#define STRESS_FRONT_SIGNATURE_H

#include "stress/front/symbols.h"
#include "stress/judge.h"

enum { SIGNATURE_MAX = 1024 };

void signature_of(const struct finding *finding, struct symbols *symbols,
		  const struct code_map *map, char *text, size_t size);

#endif
