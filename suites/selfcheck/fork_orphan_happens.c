/* A thread holds a lock while another forks: the child has a copy of the lock, held, and not the
 * thread that would release it.  In the first twin a prepare handler takes the lock for the fork,
 * so the child inherits it from itself; in the second the child is only slow. */
#include "stress/scenario.h"
#include "stress/sync/lock.h"
#include "stress/sync/thread.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

enum { LIMIT_MS = 400, LONGER_THAN_LIMIT_MS = 900 };

static struct lock_class alpha_class = {.name = "alpha", .guards = "nothing"};
static struct lock alpha;
static _Atomic bool in_hand, forked;

static void setup(struct stage *stage)
{
	(void)stage;
	lock_init(&alpha, &alpha_class);
}

static void hold_across_fork(struct actor *a)
{
	actor_begin(a, "hold");
	lock_acquire(&alpha);
	atomic_store(&in_hand, true);
	while (!atomic_load(&forked))
		sched_yield();
	lock_release(&alpha);
	actor_end(a);
}

static void want_alpha(void)
{
	lock_acquire(&alpha);
	lock_release(&alpha);
}

/* The child runs `runs` and ends. */
static void fork_once(struct actor *a, void (*runs)(void))
{
	actor_begin(a, "fork");
	thread_forks();
	pid_t pid = fork();
	if (pid == 0) {
		thread_forked();
		runs();
		_exit(0);
	}
	atomic_store(&forked, true);
	if (pid < 0 || thread_wait_process(pid) != 0)
		actor_corrupt(a, "the fork did not end well");
	actor_end(a);
}

static void fork_meanwhile(struct actor *a)
{
	while (!atomic_load(&in_hand))
		sched_yield();
	fork_once(a, want_alpha);
}

SCENARIO(fork_orphan_happens) = {
    .story = "a thread holds a lock while another forks, and the child wants it",
    .selfcheck = true,
    .roles = {ROLE("holder", 1, hold_across_fork), ROLE("forker", 1, fork_meanwhile)},
    .exercises = {"hold"},
    .setup = setup,
    .expect = {[BUILD_plain] = "deadlock", [BUILD_tsan] = "deadlock"},
    .why_expected = "the child does not have the thread that holds the lock",
};

static void prepare(void)
{
	lock_acquire(&alpha);
	thread_forks();
}

static void in_parent(void)
{
	lock_release(&alpha);
}

static void in_child(void)
{
	thread_forked();
	lock_inherit(&alpha);
	lock_release(&alpha);
}

static void setup_prepared(struct stage *stage)
{
	setup(stage);
	if (pthread_atfork(prepare, in_parent, in_child) != 0)
		stage_corrupt(stage, "no memory for a fork handler");
}

static void hold(struct actor *a)
{
	while (actor_round(a)) {
		actor_begin(a, "hold");
		lock_acquire(&alpha);
		lock_release(&alpha);
		actor_end(a);
	}
}

static void fork_prepared(struct actor *a)
{
	actor_begin(a, "fork");
	pid_t pid = fork();
	if (pid == 0) {
		want_alpha();
		_exit(0);
	}
	if (pid < 0 || thread_wait_process(pid) != 0)
		actor_corrupt(a, "the fork did not end well");
	actor_end(a);
}

static void fork_often(struct actor *a)
{
	while (actor_round(a))
		fork_prepared(a);
}

SCENARIO(fork_prepared_safe) = {
    .story = "a lock is taken for every fork, and the child wants it",
    .selfcheck = true,
    .roles = {ROLE("holder", 2, hold), ROLE("forker", 1, fork_often)},
    .exercises = {"hold", "fork"},
    .setup = setup_prepared,
};

static void sleep_long(void)
{
	struct timespec pause = {LONGER_THAN_LIMIT_MS / 1000,
				 LONGER_THAN_LIMIT_MS % 1000 * 1000000};
	while (clock_nanosleep(CLOCK_MONOTONIC, 0, &pause, &pause) != 0)
		;
}

static void fork_slow(struct actor *a)
{
	fork_once(a, sleep_long);
}

SCENARIO(fork_slow_safe) = {
    .story = "a thread waits for longer than the limit for a child that is slow",
    .selfcheck = true,
    .limit_ms = LIMIT_MS,
    .roles = {ROLE("forker", 1, fork_slow)},
    .exercises = {"fork"},
};
