/* The registry: what scenarios, allocators, bugs, strategies and judges there are.
 *
 * A declaration registers itself through a constructor, so adding one touches one file, and the
 * same lines work in a plug-in loaded with dlopen (a linker section would not reach into one).
 * All declarations are made before main() or inside dlopen(), on one thread; registry_close()
 * then sorts and checks them, after which the registry never changes and needs no lock. */
#ifndef STRESS_REGISTRY_H
#define STRESS_REGISTRY_H

#include <stddef.h>

enum declared_kind {
	DECLARED_SCENARIO,
	DECLARED_ALLOCATOR,
	DECLARED_BUG,
	DECLARED_STRATEGY,
	DECLARED_JUDGE,
	DECLARED_KINDS
};

struct declared {
	enum declared_kind kind;
	const char *id;	  /* also the name it is called by on the command line */
	const char *file; /* where it is declared; reports point there */
	int line;
	const void *what; /* the struct scenario, allocator, … itself */
	struct declared *next;
};

/* Exported by every program of ours, also to plug-ins.  `declared` must live for ever. */
void gridlock_declare(struct declared *declared);

/* Sorts every list by id.  Aborts with one line on a duplicate id, naming both places. */
void registry_close(void);

size_t registry_count(enum declared_kind kind);
const struct declared *registry_at(enum declared_kind kind, size_t index);

/* NULL when there is none of that name. */
const struct declared *registry_find(enum declared_kind kind, const char *id);

/* The id most like `name`, for "did you mean"; NULL when none is near. */
const char *registry_nearest(enum declared_kind kind, const char *name);

/* "scenario", "allocator", … */
const char *declared_kind_name(enum declared_kind kind);

#define DECLARE(kind_, type, name)                                                                 \
	static const struct type type##_##name;                                                    \
	static struct declared type##_##name##_declared = {.kind = kind_,                          \
							   .id = #name,                            \
							   .file = __FILE__,                       \
							   .line = __LINE__,                       \
							   .what = &type##_##name};                \
	__attribute__((constructor)) static void type##_##name##_declare(void)                     \
	{                                                                                          \
		gridlock_declare(&type##_##name##_declared);                                       \
	}                                                                                          \
	static const struct type type##_##name

#endif
