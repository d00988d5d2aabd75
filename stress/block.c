/* Contents of blocks.  Small blocks are filled and compared whole; of large ones both ends and one
 * stretch of each page, which is where allocators damage what is not theirs. */
#include "stress/actor.h"

#include <string.h>

enum { WHOLE_MAX = 4096, STRETCH = 64, STEP = 4096 };

static unsigned char pattern(uint64_t seed, size_t offset)
{
	uint64_t x = (seed ^ (offset >> 3)) * 0x9e3779b97f4a7c15u;
	return (unsigned char)(x >> (8 * (offset & 7)));
}

static void fill(unsigned char *block, size_t from, size_t to, uint64_t seed)
{
	for (size_t i = from; i < to; i++)
		block[i] = pattern(seed, i);
}

static bool same(const unsigned char *block, size_t from, size_t to, uint64_t seed)
{
	for (size_t i = from; i < to; i++)
		if (block[i] != pattern(seed, i))
			return false;
	return true;
}

void block_fill(void *block, size_t size, uint64_t seed)
{
	if (size <= WHOLE_MAX) {
		fill(block, 0, size, seed);
		return;
	}
	for (size_t at = 0; at + STRETCH < size; at += STEP)
		fill(block, at, at + STRETCH, seed);
	fill(block, size - STRETCH, size, seed);
}

bool block_intact(const void *block, size_t size, uint64_t seed)
{
	if (size <= WHOLE_MAX)
		return same(block, 0, size, seed);
	for (size_t at = 0; at + STRETCH < size; at += STEP)
		if (!same(block, at, at + STRETCH, seed))
			return false;
	return same(block, size - STRETCH, size, seed);
}
