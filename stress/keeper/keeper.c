/* The keeper waits for three things at once: signals (the child's end, the unwinder's, the front's
 * word to stop, the front's death), the child's output, and the clock (watchdog, limits).  It
 * neither blocks on the child nor trusts it: the record is read with bounds, the pipe is drained
 * without end, and whatever the child does to its own signals, SIGKILL still works.
 *
 * The keeper is the subreaper of all that the child starts, so "no child left" means that nothing
 * is left.  It ends everything also when the front is SIGKILLed: the kernel then sends SIGTERM. */
#include "stress/keeper/clock.h"
#include "stress/keeper/folder.h"
#include "stress/keeper/keep.h"
#include "stress/keeper/launch.h"
#include "stress/keeper/members.h"
#include "stress/keeper/output.h"
#include "stress/keeper/unwind.h"
#include "stress/keeper/watchdog.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>
#include <unistd.h>

enum { KEPT_RECORD_FD = 3, FIRST_SPARE_FD = 4 };

/* Counting members walks all of /proc: it gets about 1/COUNT_SHARE of the keeper's time, unless the
   system's number of threads suddenly grows. */
enum { COUNT_MS = 50, COUNT_SHARE = 50, UNWIND_MS = 5000, END_MS = 10000 };

struct keeper {
	const struct keep *run;
	struct observation *seen;
	int signals;
	struct launched child;
	bool reaped; /* the child; its status stands in seen */
	bool over;
	pid_t unwinder; /* 0: none */
	uint64_t unwind_deadline_ns;
	uint64_t next_tick_ns, next_count_ns;
	unsigned system_threads; /* at the last count of members */
	struct output output;
	struct watchdog dog;
};

__attribute__((format(printf, 2, 3))) static void kill_because(struct keeper *keeper,
							       const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(keeper->seen->reason, sizeof keeper->seen->reason, format, args);
	va_end(args);
	keeper->seen->killed_by_keeper = true;
	keeper->over = true;
}

/* A standstill: the stacks are taken before anything is killed, and all threads are stopped before
   that.  Attaching makes a sleeper look at its word again: one that missed its wake would find the
   lock free, take it, and heal the very deadlock that is to be shown. */
static void begin_unwinding(struct keeper *keeper, uint64_t now_ns)
{
	kill(-keeper->child.pid, SIGSTOP);
	keeper->seen->killed_by_keeper = true;
	keeper->unwinder = unwind_start(keeper->seen);
	keeper->unwind_deadline_ns = now_ns + ms_to_ns(UNWIND_MS);
	keeper->over = keeper->unwinder < 0;
}

static void reap(struct keeper *keeper)
{
	int status;
	pid_t pid;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid == keeper->child.pid) {
			keeper->seen->exit_status = status;
			keeper->reaped = true;
			keeper->over = true;
		} else if (pid == keeper->unwinder) {
			keeper->unwinder = 0;
			keeper->over = true;
		}
	}
}

static void take_signals(struct keeper *keeper)
{
	struct signalfd_siginfo info;
	while (read(keeper->signals, &info, sizeof info) == sizeof info) {
		/* A child may well send it: only the front is obeyed, or its death. */
		bool gone = getppid() != keeper->run->front;
		if (info.ssi_signo == SIGTERM &&
		    (gone || (pid_t)info.ssi_pid == keeper->run->front))
			kill_because(keeper, gone ? "the front is gone" : "asked to stop");
	}
	reap(keeper);
}

static unsigned system_threads(void)
{
	struct sysinfo info;
	return sysinfo(&info) == 0 ? info.procs : 0;
}

static void check_members(struct keeper *keeper, uint64_t now_ns)
{
	const struct run_limits *limits = &keeper->run->limits;
	keeper->system_threads = system_threads();
	struct members members = members_count(keeper->child.pid, getpid());
	uint64_t memory_mib = members.memory_bytes >> 20;
	if (memory_mib > limits->memory_mib)
		kill_because(keeper, "used %lu MiB of memory; the limit is %u", memory_mib,
			     limits->memory_mib);
	else if (members.count > limits->processes)
		kill_because(keeper, "had %u processes at one time; the limit is %u", members.count,
			     limits->processes);
	uint64_t cost_ns = clock_ns() - now_ns;
	uint64_t pause_ns = COUNT_SHARE * cost_ns;
	keeper->next_count_ns =
	    now_ns + (pause_ns > ms_to_ns(COUNT_MS) ? pause_ns : ms_to_ns(COUNT_MS));
}

static void tick(struct keeper *keeper, uint64_t now_ns)
{
	if (now_ns >= keeper->next_count_ns ||
	    system_threads() > keeper->system_threads + keeper->run->limits.processes)
		check_members(keeper, now_ns);
	if (keeper->over)
		return;
	if (keeper->unwinder) {
		keeper->over = now_ns >= keeper->unwind_deadline_ns;
		keeper->next_tick_ns = keeper->unwind_deadline_ns;
		return;
	}
	if (now_ns - keeper->run->start_ns > ms_to_ns(keeper->run->limits.total_ms)) {
		snprintf(keeper->seen->reason, sizeof keeper->seen->reason,
			 "ran for longer than %u ms", keeper->run->limits.total_ms);
		watchdog_expire(&keeper->dog, now_ns);
		begin_unwinding(keeper, now_ns);
	} else if (now_ns >= keeper->next_tick_ns &&
		   watchdog_tick(&keeper->dog, now_ns, &keeper->next_tick_ns)) {
		begin_unwinding(keeper, now_ns);
	}
}

static int until_next_ms(const struct keeper *keeper)
{
	uint64_t next_ns = keeper->next_tick_ns < keeper->next_count_ns ? keeper->next_tick_ns
									: keeper->next_count_ns;
	uint64_t now_ns = clock_ns();
	return next_ns <= now_ns ? 0 : (int)((next_ns - now_ns) / NS_PER_MS) + 1;
}

static void watch(struct keeper *keeper)
{
	while (!keeper->over) {
		struct pollfd events[] = {{.fd = keeper->signals, .events = POLLIN},
					  {.fd = keeper->output.fd, .events = POLLIN}};
		poll(events, 2, until_next_ms(keeper));
		if (events[1].revents && !output_drain(&keeper->output, keeper->seen)) {
			keeper->seen->killed_by_keeper = true;
			break;
		}
		if (events[0].revents)
			take_signals(keeper);
		if (!keeper->over)
			tick(keeper, clock_ns());
	}
}

/* Kills all that is left, reads what it still printed, and tells the time. */
static void end(struct keeper *keeper)
{
	struct observation *seen = keeper->seen;
	if (keeper->unwinder > 0) {
		kill(keeper->unwinder, SIGKILL);
		waitpid(keeper->unwinder, NULL, 0);
	}
	siginfo_t info;
	bool nothing_left =
	    waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 && errno == ECHILD;
	if (!nothing_left &&
	    !members_end(keeper->child.pid, getpid(), &seen->exit_status, &keeper->reaped, END_MS))
		snprintf(seen->broken, sizeof seen->broken,
			 "%u processes of the run could not be killed within %d ms",
			 members_count(keeper->child.pid, getpid()).count, END_MS);
	output_finish(&keeper->output, seen);
	seen->duration_ns = clock_ns() - keeper->run->start_ns;
}

/* Becomes the keeper: a session and nothing else of the front's. */
static bool settle(struct keeper *keeper)
{
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != keeper->run->front)
		return false;
	setsid();
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	/* Also those that libc keeps for itself: the child may send any. */
	uint64_t all = ~(uint64_t)0;
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, NULL, sizeof all);
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	int nothing = open("/dev/null", O_RDWR);
	for (int fd = 0; fd < KEPT_RECORD_FD; fd++)
		dup2(nothing, fd);
	dup2(keeper->run->record_fd, KEPT_RECORD_FD);
	syscall(SYS_close_range, FIRST_SPARE_FD, ~0u, 0);
	sigset_t wanted;
	sigemptyset(&wanted);
	sigaddset(&wanted, SIGCHLD);
	sigaddset(&wanted, SIGTERM);
	keeper->signals = signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC);
	return keeper->signals >= 0;
}

_Noreturn void keep(const struct keep *run)
{
	static struct keeper keeper;
	keeper.run = run;
	keeper.seen = run->seen;
	if (!settle(&keeper))
		_exit(1);
	keeper.child.announced = &run->seen->child;
	if (!launch(&keeper.child, run->program, run->id, KEPT_RECORD_FD, run->folder,
		    run->seen->broken, sizeof run->seen->broken)) {
		run->seen->child = 0;
		run->seen->duration_ns = clock_ns() - run->start_ns;
		_exit(0);
	}
	keeper.system_threads = system_threads();
	keeper.output.fd = keeper.child.output;
	keeper.output.watch_tsan =
	    run->id->build == BUILD_tsan || run->id->build == BUILD_tsan_locks;
	keeper.next_count_ns = run->start_ns + ms_to_ns(COUNT_MS);
	watchdog_start(&keeper.dog, keeper.child.pid, run->record, run->seen, run->limits.limit_ms,
		       run->start_ns);
	watch(&keeper);
	end(&keeper);
	if (getppid() != run->front)
		folder_remove(run->folder); /* nobody else will */
	_exit(0);
}
