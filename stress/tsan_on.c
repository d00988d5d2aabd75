#include "stress/tsan.h"

#include <sanitizer/tsan_interface.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>

/* Exported by the runtime, declared by no header of it. */
int __tsan_atomic32_load(const volatile int *address, int memory_order);

void __tsan_func_entry(void *return_address);
void __tsan_func_exit(void);
void AnnotateIgnoreReadsBegin(const char *file, int line);
void AnnotateIgnoreReadsEnd(const char *file, int line);
void AnnotateIgnoreWritesBegin(const char *file, int line);
void AnnotateIgnoreWritesEnd(const char *file, int line);

enum { TSAN_MEMORY_ORDER_RELAXED = 0 };

/* TSan looks for a cycle before a lock is taken and adds the edges after.  Two threads that close a
 * cycle at the same instant would both look before either has added, and hang unreported; so
 * looking and adding are one step.  TSan runs no signal handler in here, so a spin will do. */
static atomic_flag looking = ATOMIC_FLAG_INIT;

/* A try-lock that succeeded enters the held set of TSan's detector without an edge from what was
   held before, which is just what a try means. */
void tsan_token_take(void *token, bool tried, const void *site)
{
	unsigned flags = __tsan_mutex_read_lock | (tried ? __tsan_mutex_try_lock : 0);
	while (atomic_flag_test_and_set_explicit(&looking, memory_order_acquire))
		sched_yield();
	__tsan_func_entry((void *)(uintptr_t)site);
	__tsan_mutex_pre_lock(token, flags);
	__tsan_mutex_post_lock(token, flags, 0);
	__tsan_func_exit();
	atomic_flag_clear_explicit(&looking, memory_order_release);
}

void tsan_token_drop(void *token)
{
	__tsan_mutex_pre_unlock(token, __tsan_mutex_read_lock);
	__tsan_mutex_post_unlock(token, __tsan_mutex_read_lock);
}

void tsan_acquire(void *instance)
{
	__tsan_acquire(instance);
}

void tsan_release(void *instance)
{
	__tsan_release(instance);
}

void tsan_delivery_point(void)
{
	static const int anything;
	__tsan_atomic32_load(&anything, TSAN_MEMORY_ORDER_RELAXED);
}

void tsan_quiet_begin(void)
{
	AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
	AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
}

void tsan_quiet_end(void)
{
	AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
	AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
}

void tsan_forked(void)
{
	atomic_flag_clear(&looking);
}

bool tsan_is_on(void)
{
	return true;
}
