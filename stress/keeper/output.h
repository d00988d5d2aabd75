/* What a child prints: all of it is counted, the first half and the last half of OUTPUT_MAX are
 * kept.  A child that floods its pipe is drained as long as it lives. */
#ifndef STRESS_KEEPER_OUTPUT_H
#define STRESS_KEEPER_OUTPUT_H

#include "stress/keeper/observation.h"

enum { OUTPUT_HALF = OUTPUT_MAX / 2, OUTPUT_CARRY = 64 };

struct output {
	int fd;			  /* -1: the child has closed it */
	bool watch_tsan;	  /* then ThreadSanitizer's own last words are looked for */
	char tail[OUTPUT_HALF];	  /* a ring: byte n of the output stands at n % OUTPUT_HALF */
	char carry[OUTPUT_CARRY]; /* end of the chunk before, where the words may have begun */
	unsigned carried;
};

/* Reads what there is, bounded per call.  False when the child's ThreadSanitizer has given up;
   then seen->broken has its words. */
bool output_drain(struct output *output, struct observation *seen);

/* Everything is dead: reads the rest and lays the kept bytes out in `seen`. */
void output_finish(struct output *output, struct observation *seen);

#endif
