/* A counter without its lock, and its twin with it. */
#include "stress/scenario.h"
#include "stress/sync/lock.h"

#include <stdatomic.h>

enum { INCREMENTS = 1000 };

static struct lock_class alpha_class = {.name = "alpha", .guards = "counter"};
static struct lock alpha;
static volatile long counter;
static _Atomic unsigned arrived;

static void setup(struct stage *stage)
{
	(void)stage;
	lock_init(&alpha, &alpha_class);
}

static void increment_bare(struct actor *a)
{
	/* Both at once: ThreadSanitizer forgets what a thread did that has long ended. */
	atomic_fetch_add(&arrived, 1);
	while (atomic_load(&arrived) < 2)
		;
	actor_begin(a, "increment");
	for (unsigned i = 0; i < INCREMENTS; i++)
		counter = counter + 1;
	actor_end(a);
}

static void increment_locked(struct actor *a)
{
	actor_begin(a, "increment");
	for (unsigned i = 0; i < INCREMENTS; i++) {
		lock_acquire(&alpha);
		counter = counter + 1;
		lock_release(&alpha);
	}
	actor_end(a);
}

SCENARIO(race_happens) = {
    .story = "two threads count without a lock",
    .selfcheck = true,
    .roles = {ROLE("counter", 2, increment_bare)},
    .exercises = {"increment"},
    .setup = setup,
    .expect = {[BUILD_tsan] = "race"},
    .why_expected = "only the tsan build sees memory accesses",
};

SCENARIO(race_safe) = {
    .story = "two threads count under a lock",
    .selfcheck = true,
    .roles = {ROLE("counter", 2, increment_locked)},
    .exercises = {"increment"},
    .setup = setup,
};
