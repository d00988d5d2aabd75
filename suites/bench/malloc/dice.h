/* Random numbers at the price of two multiplications, the same in every run (xorshift64*). */
#ifndef BENCH_MALLOC_DICE_H
#define BENCH_MALLOC_DICE_H

#include <stddef.h>
#include <stdint.h>

struct dice {
	uint64_t state;
};

/* One stream for each thread. */
static inline struct dice dice_of(int thread)
{
	return (struct dice){0x9e3779b97f4a7c15u * ((uint64_t)thread + 1)};
}

/* Uniform in low … high, both below 2^32. */
static inline size_t dice_between(struct dice *dice, size_t low, size_t high)
{
	dice->state ^= dice->state >> 12;
	dice->state ^= dice->state << 25;
	dice->state ^= dice->state >> 27;
	uint64_t roll = (dice->state * 0x2545f4914f6cdd1du) >> 32;
	return low + (size_t)((roll * (high - low + 1)) >> 32);
}

#endif
