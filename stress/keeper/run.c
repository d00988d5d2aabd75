#include "stress/keeper/clock.h"
#include "stress/keeper/folder.h"
#include "stress/keeper/keep.h"
#include "stress/keeper/members.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TOTAL_MS_DEFAULT = 60000, MEMORY_MIB_DEFAULT = 4096, PROCESSES_DEFAULT = 64 };

/* What a keeper may need beyond the run's own time: for stacks, and for killing everything. */
enum { KEEPER_GRACE_MS = 20000, SWEEP_MS = 5000 };

static struct run_limits complete(const struct run_limits *limits)
{
	struct run_limits whole = *limits;
	if (whole.limit_ms == 0)
		whole.limit_ms = LIMIT_MS_DEFAULT;
	if (whole.total_ms == 0)
		whole.total_ms = TOTAL_MS_DEFAULT;
	if (whole.memory_mib == 0)
		whole.memory_mib = MEMORY_MIB_DEFAULT;
	if (whole.processes == 0)
		whole.processes = PROCESSES_DEFAULT;
	return whole;
}

static bool make_shared(struct run *run, char *why, size_t why_size)
{
	run->record = record_create(&run->record_fd);
	if (!run->record) {
		snprintf(why, why_size, "no memory for the record: %s", strerror(errno));
		return false;
	}
	run->seen = mmap(NULL, sizeof *run->seen, PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (run->seen == MAP_FAILED) {
		run->seen = NULL;
		snprintf(why, why_size, "no memory for what is seen: %s", strerror(errno));
		return false;
	}
	if (!folder_make(run->directory, sizeof run->directory)) {
		run->directory[0] = 0;
		snprintf(why, why_size, "no temporary folder: %s", strerror(errno));
		return false;
	}
	return true;
}

/* The keeper is born with all signals blocked, so that no handler of the front runs in it. */
static bool fork_keeper(struct run *run, struct keep *keep_this, char *why, size_t why_size)
{
	sigset_t all, before;
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	run->keeper = fork();
	if (run->keeper == 0)
		keep(keep_this);
	int error = errno;
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (run->keeper < 0) {
		snprintf(why, why_size, "cannot fork a keeper: %s", strerror(error));
		return false;
	}
	run->keeper_pidfd = (int)syscall(SYS_pidfd_open, run->keeper, 0);
	if (run->keeper_pidfd < 0) {
		snprintf(why, why_size, "cannot watch the keeper: %s", strerror(errno));
		kill(run->keeper, SIGTERM);
		waitpid(run->keeper, NULL, 0);
		return false;
	}
	return true;
}

bool run_start(struct run *run, const char *program, const struct run_id *id,
	       const struct run_limits *limits, char *why, size_t why_size)
{
	*run = (struct run){.keeper_pidfd = -1, .record_fd = -1};
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	struct keep keep_this = {.front = getpid(),
				 .program = program,
				 .id = id,
				 .limits = complete(limits),
				 .start_ns = clock_ns()};
	run->deadline_ns =
	    keep_this.start_ns + ms_to_ns(keep_this.limits.total_ms) + ms_to_ns(KEEPER_GRACE_MS);
	if (!make_shared(run, why, why_size)) {
		run_end(run);
		return false;
	}
	keep_this.record_fd = run->record_fd;
	keep_this.record = run->record;
	keep_this.seen = run->seen;
	keep_this.folder = run->directory;
	if (!fork_keeper(run, &keep_this, why, why_size)) {
		run_end(run);
		return false;
	}
	return true;
}

static bool await(int pidfd, uint64_t deadline_ns)
{
	struct pollfd event = {.fd = pidfd, .events = POLLIN};
	for (;;) {
		uint64_t now_ns = clock_ns();
		if (poll(&event, 1, 0) > 0)
			return true;
		if (now_ns >= deadline_ns)
			return false;
		poll(&event, 1, (int)((deadline_ns - now_ns) / NS_PER_MS) + 1);
	}
}

/* What the keeper leaves behind has come to the front. */
static void sweep(struct run *run, const char *why)
{
	bool reaped;
	pid_t child = run->seen->child;
	bool swept =
	    child == 0 || members_end(child, 0, &run->seen->exit_status, &reaped, SWEEP_MS);
	snprintf(run->seen->broken, sizeof run->seen->broken, "%s%s", why,
		 swept ? "" : "; processes of its run could not be killed");
}

bool run_wait(struct run *run)
{
	char why[REASON_MAX / 2] = "";
	if (!await(run->keeper_pidfd, run->deadline_ns)) {
		kill(run->keeper, SIGKILL);
		snprintf(why, sizeof why, "the keeper did not come back in time and was killed");
	}
	siginfo_t end;
	while (waitid(P_PID, (id_t)run->keeper, &end, WEXITED | WNOWAIT) != 0 && errno == EINTR)
		;
	if (why[0] == 0 && end.si_code != CLD_EXITED)
		snprintf(why, sizeof why, "the keeper was killed by signal %d", end.si_status);
	else if (why[0] == 0 && end.si_status != 0)
		snprintf(why, sizeof why, "the keeper could not begin");
	if (why[0])
		sweep(run, why);
	waitpid(run->keeper, NULL, 0);
	return why[0] == 0;
}

void run_stop(struct run *run)
{
	kill(run->keeper, SIGTERM);
}

void run_end(struct run *run)
{
	if (run->keeper_pidfd >= 0)
		close(run->keeper_pidfd);
	if (run->directory[0])
		folder_remove(run->directory);
	if (run->seen)
		munmap(run->seen, sizeof *run->seen);
	if (run->record)
		record_destroy(run->record, run->record_fd);
	*run = (struct run){.keeper_pidfd = -1, .record_fd = -1};
}
