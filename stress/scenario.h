/* A scenario: what each thread does, with which parameters, what the heap must be able to do for
 * it, what the run exists to exercise, and what must come out.
 *
 * One file per meeting of two activities, named a_vs_b.c.  A scenario is never told which bug is
 * seeded or which allocator it runs on; it reaches every operation through actor->heap. */
#ifndef STRESS_SCENARIO_H
#define STRESS_SCENARIO_H

#include "stress/actor.h"
#include "stress/outcome.h"
#include "stress/registry.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	ROLES_MAX = 8,
	PARAMS_MAX = 6,
	PARAM_VALUES_MAX = 8,
	EXERCISES_MAX = 8,
	NEEDS_MAX = 8,
	EXPECTED_CYCLES_MAX = 4
};

/* The builds of the child, as a set in struct scenario. */
#define BUILDS(B)                                                                                  \
	B(plain, "plain", "real hangs, real signals, foreign allocators at full speed")            \
	B(tsan, "tsan", "lock-order reports and races")                                            \
	B(tsan_locks, "tsan-locks", "lock-order reports only, for allocators not built with TSan") \
	B(asan, "asan", "memory errors and undefined behaviour; run only when named")

enum build {
#define BUILD_ENUM(name, text, meaning) BUILD_##name,
	BUILDS(BUILD_ENUM)
#undef BUILD_ENUM
	    BUILD_COUNT
};

const char *build_name(enum build build);
bool build_parse(const char *text, enum build *build);

struct role {
	const char *name;
	unsigned threads;	     /* 0: the value of the parameter "threads" */
	void (*run)(struct actor *); /* returns when actor_round() says so */
	bool background;	     /* goes on until every other role has finished */
};

#define ROLE(name_, threads_, run_)                                                                \
	{                                                                                          \
		.name = (name_), .threads = (threads_), .run = (run_)                              \
	}
#define BACKGROUND_ROLE(name_, threads_, run_)                                                     \
	{                                                                                          \
		.name = (name_), .threads = (threads_), .run = (run_), .background = true          \
	}

struct param {
	const char *name;
	long values[PARAM_VALUES_MAX]; /* the first is the default */
	unsigned count;		       /* 0: up to the last value that is not 0, at least one */
};

struct scenario {
	const char *story; /* which two activities meet, and on what */
	struct role roles[ROLES_MAX];
	struct param params[PARAMS_MAX];
	bool (*accepts)(const struct params *); /* NULL: the whole product of the parameters */

	const char *needs[NEEDS_MAX]; /* names of capabilities (allocator.h) */

	/* What a run must have executed: an operation ("malloc") that an actor began and ended,
	   or a class edge ("special>proflock") that a lock call made.  A run without all of them
	   is broken, not clean. */
	const char *exercises[EXERCISES_MAX];

	void (*setup)(struct stage *); /* before the actors start, on the main thread */
	void (*check)(struct stage *); /* after all have finished; reports with stage_corrupt() */

	const char *expect[BUILD_COUNT]; /* outcome words, for a heap without a seeded bug;
					    NULL: clean */
	const char *expect_cycles[EXPECTED_CYCLES_MAX]; /* class cycles that TSan then may report,
							   "a+b" with the names sorted */
	const char *why_expected; /* the reason, where anything but clean is expected */

	unsigned builds; /* set of 1u << BUILD_x; 0: plain and tsan (see scenario_builds()) */
	const char *attachment; /* "called" or "worn", where only one makes sense; NULL: either */
	bool selfcheck;		/* tries the harness, not a heap; run only when named */

	unsigned run_ms; /* actor_round() ends by then; 0: RUN_MS_DEFAULT */
	unsigned
	    limit_ms; /* one actor without progress for so long is looked at; 0: LIMIT_MS_DEFAULT */
};

enum { RUN_MS_DEFAULT = 150, LIMIT_MS_DEFAULT = 2000 };

#define SCENARIO(name) DECLARE(DECLARED_SCENARIO, scenario, name)

/* The builds that a scenario has a meaning in: tsan-locks wherever tsan has, since it is the same
   run with fewer reports, and asan wherever plain has. */
unsigned scenario_builds(const struct scenario *scenario);

/* The outcome word declared for the build, NULL: clean.  What is expected of plain is of asan. */
const char *scenario_expects(const struct scenario *scenario, enum build build);

/* Number of values of a declared parameter (see .count). */
unsigned param_value_count(const struct param *param);

#endif
