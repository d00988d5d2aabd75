/* Two locks in two orders, each thread with its first in hand before either goes on: a deadlock
 * that really happens.  Its twin, with one order for both, must stay clean. */
#include "stress/scenario.h"
#include "stress/sync/lock.h"

#include <stdatomic.h>

static struct lock_class alpha_class = {.name = "alpha", .guards = "nothing"};
static struct lock_class beta_class = {.name = "beta", .guards = "nothing"};
static struct lock alpha, beta;
static _Atomic unsigned in_hand;

static void setup(struct stage *stage)
{
	(void)stage;
	lock_init(&alpha, &alpha_class);
	lock_init(&beta, &beta_class);
}

static void take_both(struct actor *a, const char *operation, struct lock *one, struct lock *other)
{
	actor_begin(a, operation);
	lock_acquire(one);
	atomic_fetch_add(&in_hand, 1);
	while (atomic_load(&in_hand) < 2)
		;
	lock_acquire(other);
	lock_release(other);
	lock_release(one);
	actor_end(a);
}

static void forth(struct actor *a)
{
	take_both(a, "alpha then beta", &alpha, &beta);
}

static void back(struct actor *a)
{
	take_both(a, "beta then alpha", &beta, &alpha);
}

SCENARIO(abba_happens) = {
    .story = "two locks in two orders, each thread with its first in hand",
    .selfcheck = true,
    .roles = {ROLE("forth", 1, forth), ROLE("back", 1, back)},
    .exercises = {"alpha>beta", "beta>alpha"},
    .setup = setup,
    .expect = {[BUILD_plain] = "deadlock", [BUILD_tsan] = "deadlock"},
    .expect_cycles = {"alpha+beta"},
    .why_expected = "each thread waits for the lock that the other holds",
};

static void same_order(struct actor *a)
{
	while (actor_round(a)) {
		actor_begin(a, "alpha then beta");
		lock_acquire(&alpha);
		lock_acquire(&beta);
		lock_release(&beta);
		lock_release(&alpha);
		actor_end(a);
	}
}

SCENARIO(abab_safe) = {
    .story = "two locks, always in one order",
    .selfcheck = true,
    .roles = {ROLE("forth", 1, same_order), ROLE("too", 1, same_order)},
    .exercises = {"alpha then beta", "alpha>beta"},
    .setup = setup,
};
