/* A signal handler takes the lock that the thread it interrupts holds.  In the twin it takes
 * another one, which is free. */
#include "stress/scenario.h"
#include "stress/sync/lock.h"
#include "stress/sync/thread.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>

static struct lock_class alpha_class = {.name = "alpha", .guards = "nothing"};
static struct lock_class beta_class = {.name = "beta", .guards = "nothing"};
static struct lock alpha, beta;
static struct lock *wanted_in_handler;

static void handle(int signal_number)
{
	(void)signal_number;
	int saved = errno;
	thread_handler_enter();
	lock_acquire(wanted_in_handler);
	lock_release(wanted_in_handler);
	thread_handler_leave();
	errno = saved;
}

static void install(struct lock *wanted)
{
	lock_init(&alpha, &alpha_class);
	lock_init(&beta, &beta_class);
	wanted_in_handler = wanted;
	struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESTART};
	sigfillset(&action.sa_mask);
	sigaction(SIGUSR1, &action, NULL);
}

static void setup_same(struct stage *stage)
{
	(void)stage;
	install(&alpha);
}

static void setup_other(struct stage *stage)
{
	(void)stage;
	install(&beta);
}

static void interrupted(struct actor *a)
{
	actor_begin(a, "interrupted with alpha held");
	lock_acquire(&alpha);
	pthread_kill(pthread_self(), SIGUSR1);
	lock_release(&alpha);
	actor_end(a);
}

SCENARIO(handler_relock_happens) = {
    .story = "a signal handler takes the lock that its own thread holds",
    .selfcheck = true,
    .roles = {ROLE("interrupted", 1, interrupted)},
    .exercises = {"alpha>alpha"},
    .setup = setup_same,
    .expect = {[BUILD_plain] = "deadlock", [BUILD_tsan] = "deadlock"},
    .why_expected = "the thread cannot go on before its handler returns",
};

SCENARIO(handler_other_lock_safe) = {
    .story = "a signal handler takes a lock that nobody holds",
    .selfcheck = true,
    .roles = {ROLE("interrupted", 1, interrupted)},
    .exercises = {"interrupted with alpha held", "alpha>beta"},
    .setup = setup_other,
};
