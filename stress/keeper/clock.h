/* Time as the keeper tells it: nanoseconds of CLOCK_MONOTONIC. */
#ifndef STRESS_KEEPER_CLOCK_H
#define STRESS_KEEPER_CLOCK_H

#include <stdint.h>
#include <time.h>

enum { NS_PER_MS = 1000000 };

static inline uint64_t clock_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static inline uint64_t ms_to_ns(unsigned ms)
{
	return (uint64_t)ms * NS_PER_MS;
}

#endif
