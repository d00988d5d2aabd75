/* Two locks in two orders, one thread strictly after the other: it cannot hang in this run, and a
 * lock-order judge must predict that it can in another. */
#include "stress/scenario.h"
#include "stress/sync/lock.h"
#include "stress/sync/note.h"

static struct lock_class alpha_class = {.name = "alpha", .guards = "nothing"};
static struct lock_class beta_class = {.name = "beta", .guards = "nothing"};
static struct lock_class turn_class = {.name = "turn", .guards = "the second thread's start"};
static struct lock alpha, beta;
static struct note turn;

static void setup(struct stage *stage)
{
	(void)stage;
	lock_init(&alpha, &alpha_class);
	lock_init(&beta, &beta_class);
	note_init(&turn, &turn_class);
}

static void first(struct actor *a)
{
	actor_begin(a, "alpha then beta");
	lock_acquire(&alpha);
	lock_acquire(&beta);
	lock_release(&beta);
	lock_release(&alpha);
	actor_end(a);
	note_set(&turn);
}

static void second(struct actor *a)
{
	note_wait(&turn);
	actor_begin(a, "beta then alpha");
	lock_acquire(&beta);
	lock_acquire(&alpha);
	lock_release(&alpha);
	lock_release(&beta);
	actor_end(a);
}

SCENARIO(abba_predicted) = {
    .story = "two locks in two orders, one thread after the other",
    .selfcheck = true,
    .roles = {ROLE("first", 1, first), ROLE("second", 1, second)},
    .exercises = {"alpha>beta", "beta>alpha"},
    .setup = setup,
    .expect = {[BUILD_tsan] = "lock_cycle"},
    .expect_cycles = {"alpha+beta"},
    .why_expected = "only a lock-order judge can see it, and the plain build has none",
};
