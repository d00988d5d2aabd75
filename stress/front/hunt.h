/* Hunting one bug in one build: the scenarios that its declaration names, seed after seed, until it
 * shows itself as declared, or shows something else, or the tries are used up. */
#ifndef STRESS_FRONT_HUNT_H
#define STRESS_FRONT_HUNT_H

#include "stress/bug.h"
#include "stress/front/result.h"

#include <stdbool.h>
#include <stdint.h>

struct hunt {
	/* What is hunted. */
	const struct declared *bug;
	enum build build;
	bool clean; /* it must not show: all tries are made */
	uint64_t seed;
	unsigned tries; /* of every scenario */

	/* How it went. */
	unsigned started, finished;
	bool shown;	   /* as declared */
	bool same_classes; /* what was shown has the classes of a declared cycle */
	uint64_t begun_ms;
	uint64_t shown_ms;    /* after the beginning */
	char undeclared[512]; /* the first thing that came out and is not declared; "" none */
};

/* The next run; for struct runner. */
bool hunt_next(void *hunt, struct run_id *id);

/* Looks at a result: whether it shows the bug.  Returns the number of the finding that does, -1
 * none. */
int hunt_judge(struct hunt *hunt, const struct result *result);

/* The bug of that id, or with that word between its underscores, the shortest id first.  Ends the
   program when there is none. */
const struct declared *hunt_bug(const char *name);

/* How many bugs have that id or that word; with more than one, `text` has their ids, by commas. */
unsigned hunt_matches(const char *name, char *text, size_t size);

/* "59 bugs: 58 as declared, 1 NOT": of `count` bugs, `told` came to a verdict. */
void hunt_total(unsigned count, unsigned told, unsigned failures, char *text, size_t size);

#endif
