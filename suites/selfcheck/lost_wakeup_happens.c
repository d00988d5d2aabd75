/* A wake-up is given before the sleeper sleeps, to nobody, and none follows.  No lock is held by
 * anyone: only who could still wake whom tells that it is for ever.  In the twin the waker looks
 * at what the sleeper waits for under the same lock, as conditions are meant to be used. */
#include "stress/scenario.h"
#include "stress/sync/condition.h"
#include "stress/sync/note.h"

static struct lock_class alpha_class = {.name = "alpha", .guards = "ready"};
static struct lock_class ready_class = {.name = "ready", .guards = "the sleeper's sleep"};
static struct lock_class given_class = {.name = "given", .guards = "the order of the two"};
static struct lock alpha;
static struct condition ready;
static struct note given;
static bool is_ready;

static void setup(struct stage *stage)
{
	(void)stage;
	lock_init(&alpha, &alpha_class);
	condition_init(&ready, &ready_class);
	note_init(&given, &given_class);
}

static void wake_too_early(struct actor *a)
{
	actor_begin(a, "wake");
	condition_signal(&ready);
	actor_end(a);
	note_set(&given);
}

static void sleep_too_late(struct actor *a)
{
	note_wait(&given);
	actor_begin(a, "sleep");
	lock_acquire(&alpha);
	condition_wait(&ready, &alpha);
	lock_release(&alpha);
	actor_end(a);
}

SCENARIO(lost_wakeup_happens) = {
    .story = "a wake-up is given before the sleeper sleeps, and none follows",
    .selfcheck = true,
    .roles = {ROLE("waker", 1, wake_too_early), ROLE("sleeper", 1, sleep_too_late)},
    .exercises = {"wake"},
    .setup = setup,
    .expect = {[BUILD_plain] = "deadlock", [BUILD_tsan] = "deadlock"},
    .why_expected = "every thread that could wake the sleeper is gone",
};

static void wake_in_order(struct actor *a)
{
	actor_begin(a, "wake");
	lock_acquire(&alpha);
	is_ready = true;
	condition_signal(&ready);
	lock_release(&alpha);
	actor_end(a);
}

static void sleep_in_order(struct actor *a)
{
	actor_begin(a, "sleep");
	lock_acquire(&alpha);
	while (!is_ready)
		condition_wait(&ready, &alpha);
	lock_release(&alpha);
	actor_end(a);
}

SCENARIO(wakeup_safe) = {
    .story = "the sleeper looks under the waker's lock before it sleeps",
    .selfcheck = true,
    .roles = {ROLE("waker", 1, wake_in_order), ROLE("sleeper", 1, sleep_in_order)},
    .exercises = {"wake", "sleep"},
    .setup = setup,
};
