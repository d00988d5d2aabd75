#include "stress/bug.h"

#include "stress/allocator.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void (*step)(void);

enum { STEPS_MAX = 256 };

/* What the bug makes of a heap's steps, which are then put back. */
static void try_seed(const struct bug *bug, const struct allocator *heap, step *seeded)
{
	step before[STEPS_MAX] = {0};
	memcpy(before, heap->steps, heap->steps_bytes);
	bug->seed();
	memcpy(seeded, heap->steps, heap->steps_bytes);
	memcpy(heap->steps, before, heap->steps_bytes);
}

/* Whether both replace some step, each by code of its own. */
static bool clash(const struct bug *a, const struct bug *b)
{
	step right[STEPS_MAX] = {0}, with_a[STEPS_MAX] = {0}, with_b[STEPS_MAX] = {0};
	const struct declared *declared = registry_find(DECLARED_ALLOCATOR, a->heap);
	const struct allocator *heap = declared ? declared->what : NULL;
	if (!heap || !heap->steps || !a->seed || !b->seed)
		return false;
	if (heap->steps_bytes > sizeof right) {
		fprintf(stderr, "gridlock: %s has more than %d steps\n", a->heap, STEPS_MAX);
		abort();
	}
	memcpy(right, heap->steps, heap->steps_bytes);
	try_seed(a, heap, with_a);
	try_seed(b, heap, with_b);
	for (size_t i = 0; i < heap->steps_bytes / sizeof(step); i++) {
		if (with_a[i] != right[i] && with_b[i] != right[i] && with_a[i] != with_b[i])
			return true;
	}
	return false;
}

bool bugs_compose(const char *one, const char *other, char *why, size_t why_size)
{
	const struct bug *a = registry_find(DECLARED_BUG, one)->what;
	const struct bug *b = registry_find(DECLARED_BUG, other)->what;
	if (a == b)
		snprintf(why, why_size, "bug \"%s\" is named twice", one);
	else if (clash(a, b))
		snprintf(why, why_size, "bugs \"%s\" and \"%s\" both replace the same step of %s",
			 one, other, a->heap);
	else
		return true;
	return false;
}
