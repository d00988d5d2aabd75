/* Children that fork, and what hangs in the forked process: a lock that it has inherited held, by a
 * thread that it does not have.  Beside them forked processes that are only slow. */
#include "stress/front/symbols.h"
#include "stress/keeper/trial_pair.h"

enum { LIMIT_MS = 300, LONG_MS = 600, SLOW_MS = 750 };

/* ---- the children ---------------------------------------------------------------------------- */

static pthread_mutex_t foreign = PTHREAD_MUTEX_INITIALIZER;

static void hold_a(void)
{
	lock_acquire(&a);
	pthread_mutex_lock(&foreign);
	pthread_barrier_wait(&both);
	rest_for_ever();
}

/* What it runs is the whole program of the forked process. */
static void fork_and_wait(void (*runs)(void))
{
	pthread_barrier_wait(&both);
	thread_forks();
	pid_t pid = fork();
	if (pid == 0) {
		thread_forked();
		runs();
		_exit(0);
	}
	if (pid < 0 || thread_wait_process(pid) != 0)
		_exit(1);
	progress();
}

__attribute__((noinline)) static void want_a_in_fork(void)
{
	lock_acquire(&a);
	lock_release(&a);
}

static void fork_wanting_a(void)
{
	fork_and_wait(want_a_in_fork);
}

static void orphaned(void)
{
	play_both(hold_a, fork_wanting_a);
}

__attribute__((noinline)) static void want_foreign_in_fork(void)
{
	pthread_mutex_lock(&foreign);
	pthread_mutex_unlock(&foreign);
}

static void fork_wanting_foreign(void)
{
	fork_and_wait(want_foreign_in_fork);
}

static void orphaned_foreign(void)
{
	play_both(hold_a, fork_wanting_foreign);
}

__attribute__((noinline)) static void pause_in_fork(void)
{
	pause();
	progress();
}

static void fork_pausing(void)
{
	fork_and_wait(pause_in_fork);
}

static void meet(void)
{
	pthread_barrier_wait(&both);
}

static void pauses(void)
{
	play_both(meet, fork_pausing);
}

/* Two threads of the forked process. */
static void begin_beside(void *(*run)(void *))
{
	pthread_t beside;
	pthread_barrier_init(&both, NULL, 2);
	if (pthread_create(&beside, NULL, run, NULL) != 0)
		_exit(1);
}

static void *hold_b_want_a(void *unused)
{
	lock_acquire(&b);
	meet();
	lock_acquire(&a);
	return unused;
}

static void abba_in_fork(void)
{
	begin_beside(hold_b_want_a);
	lock_acquire(&a);
	meet();
	lock_acquire(&b);
}

static void fork_quarrelling(void)
{
	fork_and_wait(abba_in_fork);
}

static void quarrels(void)
{
	play_both(meet, fork_quarrelling);
}

/* Its class gets a number that means another one in the child's record. */
static void relock_new_in_fork(void)
{
	static struct lock_class class_new = {.name = "new", .guards = "nothing"};
	static struct lock new;
	lock_init(&new, &class_new);
	if (class_new.index != class_a.index)
		_exit(1);
	lock_acquire(&new);
	lock_acquire(&new);
}

static void fork_relocking(void)
{
	fork_and_wait(relock_new_in_fork);
}

static void relocks(void)
{
	play_both(meet, fork_relocking);
}

static void *hold_b_long(void *unused)
{
	lock_acquire(&b);
	meet();
	rest_ms(LONG_MS);
	lock_release(&b);
	return unused;
}

static void wait_for_b_long(void)
{
	begin_beside(hold_b_long);
	meet();
	lock_acquire(&b);
	lock_release(&b);
}

static void fork_waiting_long(void)
{
	fork_and_wait(wait_for_b_long);
}

static void waits_long(void)
{
	play_both(meet, fork_waiting_long);
}

static void compute_long(void)
{
	uint64_t until_ns = clock_ns() + ms_to_ns(SLOW_MS);
	while (clock_ns() < until_ns)
		;
}

static void fork_computing(void)
{
	fork_and_wait(compute_long);
}

static void computes(void)
{
	play_both(meet, fork_computing);
}

static void hold_a_long(void)
{
	lock_acquire(&a);
	pthread_barrier_wait(&both);
	rest_ms(LONG_MS);
	lock_release(&a);
}

/* It still uses its parent's memory, where the owner lives and releases. */
static void vfork_wanting_a(void)
{
	pthread_barrier_wait(&both);
	pid_t pid = vfork(); /* NOLINT(clang-analyzer-security.insecureAPI.vfork) */
	if (pid == 0) {
		want_a_in_fork(); /* NOLINT(clang-analyzer-unix.Vfork) */
		_exit(0);
	}
	if (pid < 0 || thread_wait_process(pid) != 0)
		_exit(1);
}

static void borrows(void)
{
	play_both(hold_a_long, vfork_wanting_a);
}

static const struct behaviour behaviours[] = {
    {"orphaned", orphaned}, {"orphaned_foreign", orphaned_foreign},
    {"pauses", pauses},	    {"quarrels", quarrels},
    {"computes", computes}, {"waits_long", waits_long},
    {"borrows", borrows},   {"relocks", relocks},
};

/* ---- the tests --------------------------------------------------------------------------------
 */

static struct run run;

static const struct thread_view *only_forked(void)
{
	const struct thread_view *found = NULL;
	for (uint32_t i = 0; i < run.seen->thread_count; i++) {
		const struct thread_view *view = &run.seen->threads[i];
		if (!view->forked)
			continue;
		assert_null(found);
		found = view;
	}
	assert_non_null(found);
	assert_int_not_equal(found->process, run.seen->child);
	assert_int_equal(found->slot, -1);
	return found;
}

static const struct thread_view *parent_of(const struct thread_view *forked)
{
	for (uint32_t i = 0; i < run.seen->thread_count; i++) {
		const struct thread_view *view = &run.seen->threads[i];
		if (view->kind == WAIT_PROCESS && view->waits_for == forked->process)
			return view;
	}
	fail_msg("nobody waits for the forked process");
	return NULL;
}

static void assert_in_stack(const struct thread_view *view, const char *function)
{
	struct code_map map = {0};
	struct symbols *symbols = symbols_open();
	bool found = false;
	code_map_add(&map, run.seen->modules, run.seen->module_count);
	assert_true(view->frame_count > 0);
	for (uint32_t i = 0; i < view->frame_count; i++) {
		struct symbol at[SYMBOL_INLINES_MAX];
		unsigned n = symbols_at(symbols, &map, view->frames[i], at, SYMBOL_INLINES_MAX);
		for (unsigned j = 0; j < n; j++)
			found |= strcmp(at[j].function, function) == 0;
	}
	symbols_close(symbols);
	if (!found)
		fail_msg("%s is not among the %u frames", function, view->frame_count);
}

static unsigned blocked(void)
{
	unsigned count = 0;
	for (uint32_t i = 0; i < run.seen->thread_count; i++)
		count += run.seen->threads[i].in_deadlock;
	return count;
}

static void an_orphaned_lock_is_proved(void **state)
{
	(void)state;
	trial(&run, "orphaned", (struct run_limits){.limit_ms = 4000});
	assert_int_equal(run.seen->standstill, STANDSTILL_PROVED);
	assert_true(run.seen->standstill_ns < ms_to_ns(3000));
	const struct thread_view *forked = only_forked();
	assert_true(forked->in_deadlock);
	assert_true(parent_of(forked)->in_deadlock);
	assert_int_equal(blocked(), 2);
	assert_int_equal(run.seen->cycle_count, 0);
	assert_int_equal(forked->kind, WAIT_LOCK);
	assert_string_equal(run.record->classes[forked->class_index].name, "a");
	assert_in_stack(forked, "want_a_in_fork");
	assert_in_stack(parent_of(forked), "fork_wanting_a");
	trial_end(&run);
}

static void assert_stuck_in_fork(const char *behaviour, const char *function)
{
	trial(&run, behaviour, (struct run_limits){.limit_ms = LIMIT_MS});
	assert_int_equal(run.seen->standstill, STANDSTILL_STUCK);
	assert_int_equal(blocked(), 0);
	assert_in_stack(only_forked(), function);
	assert_in_stack(parent_of(only_forked()), "fork_and_wait");
	trial_end(&run);
}

static void what_is_not_understood_is_stuck(void **state)
{
	(void)state;
	assert_stuck_in_fork("pauses", "pause_in_fork");
	assert_stuck_in_fork("orphaned_foreign", "want_foreign_in_fork");
}

static void a_cycle_in_the_fork(void **state)
{
	(void)state;
	trial(&run, "quarrels", (struct run_limits){.limit_ms = 4000});
	assert_int_equal(run.seen->standstill, STANDSTILL_PROVED);
	assert_int_equal(blocked(), 4); /* two, the parent, and main, which joins that */
	assert_int_equal(run.seen->cycle_count, 2);
	for (unsigned i = 0; i < 2; i++) {
		const struct thread_view *view = &run.seen->threads[run.seen->cycle[i]];
		assert_true(view->forked);
		assert_true(view->frame_count > 0);
	}
	trial_end(&run);
}

static void a_class_that_the_record_does_not_know(void **state)
{
	(void)state;
	trial(&run, "relocks", (struct run_limits){.limit_ms = 4000});
	assert_int_equal(run.seen->standstill, STANDSTILL_PROVED);
	assert_int_equal(run.seen->cycle_count, 1);
	assert_int_equal(only_forked()->kind, WAIT_LOCK);
	assert_int_equal(only_forked()->class_index, CLASS_NONE);
	trial_end(&run);
}

static void assert_left_alone(const char *behaviour, unsigned limit_ms, unsigned at_least_ms)
{
	trial(&run, behaviour, (struct run_limits){.limit_ms = limit_ms});
	assert_good_end(&run);
	assert_true(run.seen->duration_ns > ms_to_ns(at_least_ms));
	trial_end(&run);
}

static void slow_is_not_stuck(void **state)
{
	(void)state;
	assert_left_alone("waits_long", LIMIT_MS, LONG_MS);
	assert_left_alone("computes", LIMIT_MS, SLOW_MS);
}

static void a_process_that_borrows_memory_is_not_judged(void **state)
{
	(void)state;
	assert_left_alone("borrows", 4000, LONG_MS);
}

int main(int argc, char **argv)
{
	if (argc == 3)
		return trial_play(behaviours, sizeof behaviours / sizeof behaviours[0], argv);
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_orphaned_lock_is_proved),
	    cmocka_unit_test(what_is_not_understood_is_stuck),
	    cmocka_unit_test(a_cycle_in_the_fork),
	    cmocka_unit_test(a_class_that_the_record_does_not_know),
	    cmocka_unit_test(slow_is_not_stuck),
	    cmocka_unit_test(a_process_that_borrows_memory_is_not_judged),
	};
	return cmocka_run_group_tests_name("forked processes", tests, NULL, NULL);
}
