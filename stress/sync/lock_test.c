#include "stress/record.h"
#include "stress/sync/condition.h"
#include "stress/sync/lock.h"
#include "stress/sync/note.h"
#include "stress/sync/semaphore.h"
#include "stress/sync/thread.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { THREADS = 4, TURNS = 20000 };

static struct lock_class alpha_class = {.name = "alpha", .guards = "count"};
static struct lock_class beta_class = {.name = "beta", .guards = "nothing"};
static struct lock alpha, beta;
static long count;

static void *count_up(void *unused)
{
	for (unsigned i = 0; i < TURNS; i++) {
		lock_acquire(&alpha);
		count++;
		lock_release(&alpha);
	}
	return unused;
}

static void a_lock_excludes(void **state)
{
	(void)state;
	pthread_t threads[THREADS];
	lock_init(&alpha, &alpha_class);
	count = 0;
	for (unsigned i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, count_up, NULL), 0);
	for (unsigned i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(count, THREADS * TURNS);
	assert_int_equal(alpha.word, 0);
}

static void the_slot_says_what_is_held(void **state)
{
	(void)state;
	struct thread_slot *self = thread_self();
	lock_init(&alpha, &alpha_class);
	lock_init(&beta, &beta_class);
	lock_acquire(&alpha);
	lock_acquire(&beta);
	assert_int_equal(self->held_count, 2);
	assert_true(self->held[0].lock == (uint64_t)(uintptr_t)&alpha);
	assert_int_equal(self->held[1].class_index, beta_class.index);
	assert_true(lock_held_by_me(&alpha));
	lock_release(&alpha); /* not in the order of taking */
	assert_int_equal(self->held_count, 1);
	assert_true(self->held[0].lock == (uint64_t)(uintptr_t)&beta);
	assert_false(lock_held_by_me(&alpha));
	lock_release(&beta);
	assert_int_equal(self->held_count, 0);
	assert_true(record_executed(run_record, "alpha>beta") > 0);
	assert_int_equal(record_executed(run_record, "beta>alpha"), 0);
}

static void a_try_does_not_wait_and_orders_nothing(void **state)
{
	(void)state;
	lock_init(&alpha, &alpha_class);
	lock_init(&beta, &beta_class);
	lock_acquire(&beta);
	assert_true(lock_try(&alpha));
	assert_false(lock_try(&alpha));
	lock_release(&alpha);
	lock_release(&beta);
	assert_int_equal(record_executed(run_record, "beta>alpha"), 0);
}

static void *take_and_give_back(void *unused)
{
	lock_acquire(&alpha);
	lock_release(&alpha);
	return unused;
}

static void a_wake_is_owed_until_settled(void **state)
{
	(void)state;
	struct thread_slot *self = thread_self();
	pthread_t sleeper;
	lock_init(&alpha, &alpha_class);
	lock_acquire(&alpha);
	assert_int_equal(pthread_create(&sleeper, NULL, take_and_give_back, NULL), 0);
	while (!(atomic_load(&alpha.word) & LOCK_WAITERS))
		usleep(100);
	assert_true(lock_open(&alpha));
	assert_true(self->waits[0].owes[0] == (uint64_t)(uintptr_t)&alpha);
	assert_int_equal(self->tokens[alpha_class.index], 1);
	lock_wake(&alpha);
	lock_settle(&alpha);
	assert_true(self->waits[0].owes[0] == 0);
	assert_int_equal(self->tokens[alpha_class.index], 0);
	pthread_join(sleeper, NULL);
}

static void nothing_is_owed_when_nobody_sleeps(void **state)
{
	(void)state;
	lock_init(&alpha, &alpha_class);
	lock_acquire(&alpha);
	assert_false(lock_open(&alpha));
	assert_true(thread_self()->waits[0].owes[0] == 0);
	lock_settle(&alpha);
}

static int status_of_child(void (*misuse)(void))
{
	pid_t pid = fork();
	if (pid == 0) {
		close(STDERR_FILENO);
		misuse();
		_exit(0);
	}
	int status = 0;
	waitpid(pid, &status, 0);
	return status;
}

static void release_what_is_free(void)
{
	lock_init(&alpha, &alpha_class);
	lock_release(&alpha);
}

static void take_what_is_no_lock(void)
{
	struct lock zeroed;
	memset(&zeroed, 0, sizeof zeroed);
	lock_acquire(&zeroed);
}

static void use_it_well(void)
{
	lock_init(&alpha, &alpha_class);
	lock_acquire(&alpha);
	lock_release(&alpha);
}

static void misuse_aborts(void **state)
{
	(void)state;
	assert_int_equal(WTERMSIG(status_of_child(release_what_is_free)), SIGABRT);
	assert_int_equal(WTERMSIG(status_of_child(take_what_is_no_lock)), SIGABRT);
	assert_int_equal(status_of_child(use_it_well), 0);
}

static struct lock_class note_class = {.name = "note", .guards = "a wait"};
static struct note note;

static void *set_note(void *unused)
{
	usleep(2000);
	note_set(&note);
	return unused;
}

static void a_note_wakes_and_times_out(void **state)
{
	(void)state;
	pthread_t setter;
	note_init(&note, &note_class);
	assert_false(note_wait_ms(&note, 5));
	assert_int_equal(pthread_create(&setter, NULL, set_note, NULL), 0);
	note_wait(&note);
	assert_true(note_is_set(&note));
	assert_true(note_wait_ms(&note, 0));
	pthread_join(setter, NULL);
	assert_true(thread_self()->waits[0].wants == 0);
}

static struct semaphore semaphore;

static void *post(void *unused)
{
	for (unsigned i = 0; i < TURNS; i++)
		semaphore_post(&semaphore);
	return unused;
}

static void a_semaphore_counts(void **state)
{
	(void)state;
	pthread_t poster;
	semaphore_init(&semaphore, &note_class, 2);
	assert_int_equal(pthread_create(&poster, NULL, post, NULL), 0);
	for (unsigned i = 0; i < TURNS + 2; i++)
		semaphore_wait(&semaphore);
	pthread_join(poster, NULL);
	assert_int_equal(semaphore.count, 0);
}

static struct condition changed;
static int stage;

static void *answer(void *unused)
{
	for (int i = 0; i < 1000; i++) {
		lock_acquire(&alpha);
		while (stage % 2 == 0)
			condition_wait(&changed, &alpha);
		stage++;
		condition_signal(&changed);
		lock_release(&alpha);
	}
	return unused;
}

static void a_condition_hands_over(void **state)
{
	(void)state;
	pthread_t other;
	lock_init(&alpha, &alpha_class);
	condition_init(&changed, &note_class);
	assert_int_equal(pthread_create(&other, NULL, answer, NULL), 0);
	for (int i = 0; i < 1000; i++) {
		lock_acquire(&alpha);
		while (stage % 2 == 1)
			condition_wait(&changed, &alpha);
		stage++;
		condition_signal(&changed);
		lock_release(&alpha);
	}
	pthread_join(other, NULL);
	assert_int_equal(stage, 2000);
}

static void *come_and_go(void *unused)
{
	thread_self();
	return unused;
}

static void slots_of_the_gone_serve_again(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 3 * THREADS_MAX; i++) {
		pthread_t thread;
		assert_int_equal(pthread_create(&thread, NULL, come_and_go, NULL), 0);
		pthread_join(thread, NULL);
	}
	assert_int_equal(run_record->thread_count, THREADS_MAX);
	assert_int_equal(run_record->message_count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_lock_excludes),
	    cmocka_unit_test(the_slot_says_what_is_held),
	    cmocka_unit_test(a_try_does_not_wait_and_orders_nothing),
	    cmocka_unit_test(a_wake_is_owed_until_settled),
	    cmocka_unit_test(nothing_is_owed_when_nobody_sleeps),
	    cmocka_unit_test(misuse_aborts),
	    cmocka_unit_test(a_note_wakes_and_times_out),
	    cmocka_unit_test(a_semaphore_counts),
	    cmocka_unit_test(a_condition_hands_over),
	    cmocka_unit_test(slots_of_the_gone_serve_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
