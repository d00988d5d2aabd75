/* What all benchmarks of malloc do with blocks: take one and write to it, and chain them. */
#ifndef BENCH_MALLOC_BLOCKS_H
#define BENCH_MALLOC_BLOCKS_H

#include "suites/bench/malloc/dice.h"

#include <stdio.h>
#include <stdlib.h>

/* Blocks in use are chained through their first word. */
struct chain {
	struct chain *next;
};

/* A block of at least sizeof(struct chain) bytes, written to: who asks for memory uses it. */
static inline void *block_used(void *block)
{
	if (block == NULL) {
		fputs("bench: out of memory\n", stderr);
		abort();
	}
	*(struct chain *volatile *)block = NULL;
	return block;
}

static inline void *block_take(size_t size)
{
	return block_used(malloc(size));
}

static inline void blocks_free(void **blocks, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(blocks[i]);
		blocks[i] = NULL;
	}
}

static inline void chain_free(struct chain *chain)
{
	while (chain != NULL) {
		struct chain *next = chain->next;
		free(chain);
		chain = next;
	}
}

#endif
