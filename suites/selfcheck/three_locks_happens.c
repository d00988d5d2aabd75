/* A cycle through three threads and three locks, no two of which are inverted. */
#include "stress/scenario.h"
#include "stress/sync/lock.h"

#include <stdatomic.h>

static struct lock_class classes[3] = {{.name = "alpha", .guards = "nothing"},
				       {.name = "beta", .guards = "nothing"},
				       {.name = "gamma", .guards = "nothing"}};
static struct lock locks[3];
static _Atomic unsigned in_hand;

static void setup(struct stage *stage)
{
	(void)stage;
	for (unsigned i = 0; i < 3; i++)
		lock_init(&locks[i], &classes[i]);
}

static void take_next(struct actor *a)
{
	struct lock *mine = &locks[a->index], *next = &locks[(a->index + 1) % 3];
	actor_begin(a, "take the next");
	lock_acquire(mine);
	atomic_fetch_add(&in_hand, 1);
	while (atomic_load(&in_hand) < 3)
		;
	lock_acquire(next);
	lock_release(next);
	lock_release(mine);
	actor_end(a);
}

SCENARIO(three_locks_happens) = {
    .story = "three threads in a ring, each holding what its neighbour wants",
    .selfcheck = true,
    .roles = {ROLE("ring", 3, take_next)},
    .exercises = {"alpha>beta", "beta>gamma", "gamma>alpha"},
    .setup = setup,
    .expect = {[BUILD_plain] = "deadlock", [BUILD_tsan] = "deadlock"},
    .expect_cycles = {"alpha+beta+gamma"},
    .why_expected = "each of the three waits for the next",
};
