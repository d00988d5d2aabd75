#include "stress/front/runner.h"

#include "stress/front/progress.h"
#include "stress/front/usage.h"
#include "stress/scenario.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { TICK_MS = 100, GRACE_MS = 60000 };

struct job {
	bool running;
	struct run_id id;
	struct run run;
};

static volatile sig_atomic_t interrupted;

static void interrupt(int signal_number)
{
	(void)signal_number;
	interrupted = 1;
}

/* One signal of each kind is taken; the next one ends us as it does everybody. */
static void listen_to_signals(struct sigaction before[2])
{
	struct sigaction action = {.sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND};
	interrupted = 0;
	sigaction(SIGINT, &action, &before[0]);
	sigaction(SIGTERM, &action, &before[1]);
}

static void restore_signals(const struct sigaction before[2])
{
	sigaction(SIGINT, &before[0], NULL);
	sigaction(SIGTERM, &before[1], NULL);
}

/* The child program of a build, beside our own; false, with one line in `why`: it is missing. */
static bool child_program(enum build build, char *path, size_t size, char *why, size_t why_size)
{
	char self[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
	if (length < 0) {
		snprintf(why, why_size, "cannot find our own program: %s", strerror(errno));
		return false;
	}
	self[length] = 0;
	*strrchr(self, '/') = 0;
	size_t needed = (size_t)snprintf(path, size, "%s/%s/child", self, build_name(build));
	if (needed < size && access(path, X_OK) == 0)
		return true;
	snprintf(why, why_size, "no program for build %s: %s is missing (make builds it)",
		 build_name(build), path);
	return false;
}

void runner_need_program(enum build build)
{
	char path[PATH_MAX], why[PATH_MAX + 128];
	if (child_program(build, path, sizeof path, why, sizeof why))
		return;
	fprintf(stderr, "gridlock: %s\n", why);
	exit(EXIT_BROKEN);
}

static struct run_limits limits_for(const struct runner *runner, const struct run_id *id)
{
	const struct scenario *scenario = registry_find(DECLARED_SCENARIO, id->scenario)->what;
	unsigned own_ms = scenario->run_ms ? scenario->run_ms : RUN_MS_DEFAULT;
	struct run_limits limits = {
	    .limit_ms = runner->limit_ms ? runner->limit_ms : scenario->limit_ms,
	    .total_ms = (id->params.ms ? (unsigned)id->params.ms : own_ms) + GRACE_MS,
	};
	return limits;
}

/* Starts the next run in the job; false: there is none. */
static bool start(const struct runner *runner, struct job *job)
{
	char program[PATH_MAX], why[PATH_MAX + 128];
	while (runner->next(runner->source, &job->id)) {
		struct run_limits limits = limits_for(runner, &job->id);
		job->running =
		    child_program(job->id.build, program, sizeof program, why, sizeof why) &&
		    run_start(&job->run, program, &job->id, &limits, why, sizeof why);
		if (job->running)
			return true;
		campaign_refused(runner->campaign, &job->id, why);
	}
	return false;
}

static uint64_t clock_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static unsigned wait_for_any(const struct runner *runner, struct job *jobs)
{
	struct pollfd fds[JOBS_MAX];
	unsigned running = 0;
	for (unsigned i = 0; i < runner->jobs; i++) {
		fds[i] = (struct pollfd){.fd = jobs[i].running ? jobs[i].run.keeper_pidfd : -1,
					 .events = POLLIN};
		running += jobs[i].running;
	}
	if (running == 0)
		return 0;
	/* A signal between here and there is seen at the next tick. */
	poll(fds, runner->jobs, TICK_MS);
	for (unsigned i = 0; i < runner->jobs; i++) {
		bool ready = fds[i].revents != 0;
		if (!jobs[i].running || !(ready || clock_ns() > jobs[i].run.deadline_ns))
			continue;
		run_wait(&jobs[i].run);
		campaign_run(runner->campaign, &jobs[i].id, &jobs[i].run);
		run_end(&jobs[i].run);
		jobs[i].running = false;
	}
	return running;
}

static void stop_all(const struct runner *runner, struct job *jobs)
{
	for (unsigned i = 0; i < runner->jobs; i++) {
		if (jobs[i].running)
			run_stop(&jobs[i].run);
	}
	for (unsigned i = 0; i < runner->jobs; i++) {
		if (!jobs[i].running)
			continue;
		run_wait(&jobs[i].run);
		run_end(&jobs[i].run);
		jobs[i].running = false;
	}
}

static bool may_start(const struct runner *runner)
{
	return runner->deadline_ms == 0 || progress_now_ms() < runner->deadline_ms;
}

bool runner_run(const struct runner *runner)
{
	static struct job jobs[JOBS_MAX]; /* one runner at a time, on one thread */
	struct sigaction before[2];
	bool more = true;
	listen_to_signals(before);
	while (!interrupted) {
		for (unsigned i = 0; more && !interrupted && i < runner->jobs; i++) {
			if (!jobs[i].running)
				more = may_start(runner) && start(runner, &jobs[i]);
		}
		if (wait_for_any(runner, jobs) == 0 && !more)
			break;
		campaign_tick(runner->campaign);
	}
	if (interrupted)
		stop_all(runner, jobs);
	restore_signals(before);
	return !interrupted;
}
