/* A thread takes a lock that it holds.  ThreadSanitizer is silent about it. */
#include "stress/scenario.h"
#include "stress/sync/lock.h"

static struct lock_class alpha_class = {.name = "alpha", .guards = "nothing"};
static struct lock alpha;

static void setup(struct stage *stage)
{
	(void)stage;
	lock_init(&alpha, &alpha_class);
}

static void twice(struct actor *a)
{
	actor_begin(a, "take it twice");
	lock_acquire(&alpha);
	lock_acquire(&alpha);
	actor_end(a);
}

SCENARIO(relock_happens) = {
    .story = "a thread takes a lock that it holds",
    .selfcheck = true,
    .roles = {ROLE("twice", 1, twice)},
    .exercises = {"alpha>alpha"},
    .setup = setup,
    .expect = {[BUILD_plain] = "deadlock", [BUILD_tsan] = "deadlock"},
    .why_expected = "the lock is not recursive",
};
