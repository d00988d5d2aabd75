/* Trials of the keeper: a test program is its own hostile child.  Started as `PROGRAM RUN_ID FD` it
 * plays the behaviour that the run id names as its scenario; without arguments it runs the tests.
 */
#ifndef STRESS_KEEPER_TRIAL_H
#define STRESS_KEEPER_TRIAL_H

#include "stress/keeper/clock.h"
#include "stress/keeper/keeper.h"
#include "stress/keeper/members.h"
#include "stress/sync/thread.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct behaviour {
	const char *name;
	void (*play)(void); /* a return is a good end: the sentinel is set */
};

/* The child's side. */
static inline int trial_play(const struct behaviour *behaviours, size_t count, char **argv)
{
	static struct run_id id;
	char why[256];
	if (!record_attach(atoi(argv[2])) || !run_id_parse(argv[1], &id, why, sizeof why))
		return 9;
	thread_name("main");
	atomic_store(&run_record->phase, PHASE_SETUP);
	for (size_t i = 0; i < count; i++) {
		if (strcmp(behaviours[i].name, id.scenario) != 0)
			continue;
		behaviours[i].play();
		atomic_store(&run_record->phase, PHASE_DONE);
		atomic_store(&run_record->sentinel, RECORD_MAGIC);
		_exit(0);
	}
	return 8;
}

static inline void trial_id(struct run_id *id, const char *behaviour, enum build build)
{
	memset(id, 0, sizeof *id);
	snprintf(id->scenario, sizeof id->scenario, "%s", behaviour);
	snprintf(id->allocator, sizeof id->allocator, "none");
	snprintf(id->strategy, sizeof id->strategy, "free");
	id->build = build;
}

/* Starts this very program again, under a keeper. */
static inline void trial_start(struct run *run, const char *behaviour, struct run_limits limits)
{
	static struct run_id id;
	char program[512] = "", why[256] = "";
	assert_true(readlink("/proc/self/exe", program, sizeof program - 1) > 0);
	trial_id(&id, behaviour, BUILD_plain);
	if (!run_start(run, program, &id, &limits, why, sizeof why))
		fail_msg("run_start: %s", why);
}

/* Ends it, and demands that nothing of it is left. */
static inline void trial_wait(struct run *run)
{
	bool came_back = run_wait(run);
	assert_true(run->seen->child > 0);
	assert_int_equal(members_count(run->seen->child, 0).count, 0);
	if (!came_back)
		fail_msg("%s", run->seen->broken);
	assert_string_equal(run->seen->broken, "");
}

static inline void trial(struct run *run, const char *behaviour, struct run_limits limits)
{
	trial_start(run, behaviour, limits);
	trial_wait(run);
}

static inline void trial_end(struct run *run)
{
	char directory[sizeof run->directory];
	memcpy(directory, run->directory, sizeof directory);
	run_end(run);
	assert_int_not_equal(access(directory, F_OK), 0);
}

static inline void assert_good_end(const struct run *run)
{
	if (run->seen->reason[0] || run->seen->standstill)
		fail_msg("%s; standstill %u", run->seen->reason, run->seen->standstill);
	assert_int_equal(run->seen->exit_status, 0);
	assert_false(run->seen->killed_by_keeper);
	assert_int_equal(run->record->sentinel, RECORD_MAGIC);
}

static inline void assert_killed_because(const struct run *run, const char *reason)
{
	assert_true(run->seen->killed_by_keeper);
	assert_true(WIFSIGNALED(run->seen->exit_status));
	assert_int_equal(WTERMSIG(run->seen->exit_status), SIGKILL);
	if (!strstr(run->seen->reason, reason))
		fail_msg("\"%s\" is not in \"%s\"", reason, run->seen->reason);
}

static inline void rest_ms(unsigned ms)
{
	struct timespec rest = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * NS_PER_MS};
	while (nanosleep(&rest, &rest) != 0)
		;
}

static inline void rest_for_ever(void)
{
	for (;;)
		rest_ms(1000);
}

#endif
