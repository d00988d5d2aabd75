#include "stress/record.h"
#include "stress/sync/lock.h"
#include "stress/sync/thread.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static struct lock_class alpha_class = {.name = "alpha", .guards = "nothing"};
static struct lock alpha;

static struct record *record;
static int record_fd, released[2]; /* a pipe: the parent has released its lock */

static int attach_record(void **state)
{
	(void)state;
	record = record_create(&record_fd);
	assert_non_null(record);
	assert_true(record_attach(record_fd));
	assert_int_equal(pipe(released), 0);
	lock_init(&alpha, &alpha_class);
	return 0;
}

static bool holds_alpha_alone(const struct thread_slot *slot)
{
	return slot->held_count == 1 && slot->held[0].lock == (uint64_t)(uintptr_t)&alpha;
}

/* Exit status: which step went wrong. */
static int be_the_child(void)
{
	char word;
	struct thread_slot *shared = thread_self();
	if (read(released[0], &word, 1) != 1)
		return 1;
	thread_forked();
	if (thread_self() == shared || !holds_alpha_alone(thread_self()))
		return 2;
	if (thread_self()->tid != getpid() || shared->tid != getppid())
		return 3;
	lock_inherit(&alpha);
	lock_release(&alpha);
	return thread_self()->held_count == 0 ? 0 : 4;
}

/* The slot is shared with the child, and says what the parent does meanwhile. */
static void the_child_holds_what_was_held_at_the_fork(void **state)
{
	(void)state;
	lock_acquire(&alpha);
	thread_forks();
	pid_t pid = fork();
	if (pid == 0)
		_exit(be_the_child());
	lock_release(&alpha);
	assert_int_equal(write(released[1], "r", 1), 1);
	int status = thread_wait_process(pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_int_equal(thread_self()->held_count, 0);
	assert_int_equal(thread_self()->tid, getpid());
}

static void *see_the_wait(void *waiter)
{
	const struct thread_slot *slot = waiter;
	while (slot->waits[0].kind != WAIT_PROCESS)
		;
	assert_int_equal(write(released[1], "r", 1), 1);
	return NULL;
}

static void waiting_for_a_process_is_announced(void **state)
{
	(void)state;
	pthread_t other;
	struct thread_slot *self = thread_self();
	pid_t pid = fork();
	if (pid == 0) {
		char word;
		_exit(read(released[0], &word, 1) == 1 ? 7 : 0);
	}
	assert_int_equal(pthread_create(&other, NULL, see_the_wait, self), 0);
	int status = thread_wait_process(pid);
	pthread_join(other, NULL);
	assert_int_equal(WEXITSTATUS(status), 7);
	assert_int_equal(self->waits[0].owner, pid);
	assert_int_equal(self->waits[0].kind, WAIT_NOTHING);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_child_holds_what_was_held_at_the_fork),
	    cmocka_unit_test(waiting_for_a_process_is_announced),
	};
	return cmocka_run_group_tests_name("fork", tests, attach_record, NULL);
}
