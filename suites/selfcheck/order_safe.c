/* Orders that look inverted and cannot deadlock: separated by a join, and tried with back-off. */
#include "stress/scenario.h"
#include "stress/sync/lock.h"
#include "stress/sync/thread.h"

#include <pthread.h>
#include <sched.h>

static struct lock_class alpha_class = {.name = "alpha", .guards = "nothing"};
static struct lock_class beta_class = {.name = "beta", .guards = "nothing"};
static struct lock alpha, beta;

static void setup(struct stage *stage)
{
	(void)stage;
	lock_init(&alpha, &alpha_class);
	lock_init(&beta, &beta_class);
}

static void take(struct lock *one, struct lock *other)
{
	lock_acquire(one);
	lock_acquire(other);
	lock_release(other);
	lock_release(one);
}

static void *alpha_then_beta(void *unused)
{
	take(&alpha, &beta);
	return unused;
}

static void join_then_invert(struct actor *a)
{
	pthread_t thread;
	actor_begin(a, "join, then invert");
	if (pthread_create(&thread, NULL, alpha_then_beta, NULL) != 0) {
		actor_corrupt(a, "no thread could be started");
		return;
	}
	pthread_join(thread, NULL);
	take(&beta, &alpha);
	actor_end(a);
}

SCENARIO(order_by_join_safe) = {
    .story = "two orders, the second only after the first thread was joined",
    .selfcheck = true,
    .roles = {ROLE("joiner", 1, join_then_invert)},
    .exercises = {"alpha>beta", "beta>alpha"},
    .setup = setup,
    .expect_cycles = {"alpha+beta"},
    .why_expected = "ThreadSanitizer does not see that a join orders the two",
};

static void try_and_back_off(struct actor *a, const char *operation, struct lock *one,
			     struct lock *other)
{
	while (actor_round(a)) {
		actor_begin(a, operation);
		for (;;) {
			lock_acquire(one);
			if (lock_try(other))
				break;
			lock_release(one);
			sched_yield();
		}
		lock_release(other);
		lock_release(one);
		actor_end(a);
	}
}

static void forth(struct actor *a)
{
	try_and_back_off(a, "alpha, try beta", &alpha, &beta);
}

static void back(struct actor *a)
{
	try_and_back_off(a, "beta, try alpha", &beta, &alpha);
}

SCENARIO(try_and_back_off_safe) = {
    .story = "two orders, the second lock only tried, and the first given back",
    .selfcheck = true,
    .roles = {ROLE("forth", 1, forth), ROLE("back", 1, back)},
    .exercises = {"alpha, try beta", "beta, try alpha"},
    .setup = setup,
};
