/* The kernel's wait and wake, as the primitives use them: raw system calls, so that nothing of libc
 * or ThreadSanitizer is between, and process-private. */
#ifndef STRESS_SYNC_FUTEX_H
#define STRESS_SYNC_FUTEX_H

#include <linux/futex.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* Sleeps while *word == expected.  Returns 0, or -1 with errno EAGAIN, EINTR or ETIMEDOUT. */
static inline long futex_wait(_Atomic uint32_t *word, uint32_t expected,
			      const struct timespec *limit)
{
	return syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, limit, NULL, 0);
}

static inline void futex_wake(_Atomic uint32_t *word, int count)
{
	syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0);
}

#endif
