#include "stress/keeper/task.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

/* Calls that newer architectures have only in their longer form: numbers that no call has there. */
#ifdef SYS_poll
enum { CALL_POLL = SYS_poll, CALL_SELECT = SYS_select, CALL_EPOLL_WAIT = SYS_epoll_wait };
enum { CALL_VFORK = SYS_vfork };
#else
enum { CALL_POLL = -2, CALL_SELECT = -3, CALL_EPOLL_WAIT = -4, CALL_VFORK = -5 };
#endif

static bool slurp(pid_t pid, pid_t tid, const char *name, char *text, size_t size)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/task/%d/%s", pid, tid, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ssize_t length = read(fd, text, size - 1);
	close(fd);
	if (length <= 0)
		return false;
	text[length] = 0;
	return true;
}

static bool read_stat(pid_t pid, struct task *task)
{
	char text[1024];
	unsigned long user, system;
	if (!slurp(pid, task->tid, "stat", text, sizeof text))
		return false;
	const char *rest = strrchr(text, ')');
	if (!rest || sscanf(rest, ") %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
			    &task->state, &user, &system) != 3)
		return false;
	task->cpu_ticks = user + system;
	return true;
}

/* "running", "-1 SP PC", or "NUMBER ARG0 … ARG5 SP PC". */
static void read_syscall(pid_t pid, struct task *task)
{
	char text[256];
	uint64_t *a = task->arguments;
	if (!slurp(pid, task->tid, "syscall", text, sizeof text))
		return;
	int fields = sscanf(text, "%ld %lx %lx %lx %lx %lx %lx %lx %lx", &task->syscall, &a[0],
			    &a[1], &a[2], &a[3], &a[4], &a[5], &task->stack, &task->pc);
	if (fields != 9)
		task->syscall = TASK_RUNNING;
}

bool task_read(pid_t pid, pid_t tid, struct task *task)
{
	*task = (struct task){.tid = tid, .syscall = TASK_RUNNING};
	if (!read_stat(pid, task))
		return false;
	read_syscall(pid, task);
	return true;
}

uint64_t task_futex(const struct task *task)
{
	if (task->syscall != SYS_futex)
		return 0;
	switch (task->arguments[1] & FUTEX_CMD_MASK) {
	case FUTEX_WAIT:
	case FUTEX_WAIT_BITSET:
	case FUTEX_LOCK_PI:
		return task->arguments[0];
	default:
		return 0;
	}
}

pid_t task_process(const struct task *task)
{
	const uint64_t *a = task->arguments, not_only_its_end = WUNTRACED | WCONTINUED;
	bool waits = task->state == 'S' && task->syscall == SYS_wait4 && (pid_t)a[0] > 0;
	return waits && (a[2] & not_only_its_end) == 0 ? (pid_t)a[0] : 0;
}

bool task_lends_memory(const struct task *task)
{
	return task->state != 'R' && (task->syscall == CALL_VFORK || task->syscall == SYS_clone ||
				      task->syscall == SYS_clone3);
}

bool task_is_timed(const struct task *task)
{
	const uint64_t *a = task->arguments;
	switch (task->syscall) {
	case SYS_futex:
		return task_futex(task) && a[3] != 0;
	case SYS_nanosleep:
	case SYS_clock_nanosleep:
	case SYS_restart_syscall: /* a sleep or timed wait that a signal interrupted */
		return true;
	case SYS_ppoll:
		return a[2] != 0;
	case SYS_rt_sigtimedwait:
		return a[2] != 0;
	case SYS_pselect6:
		return a[4] != 0;
	case SYS_epoll_pwait:
	case CALL_EPOLL_WAIT:
		return (int)a[3] >= 0;
	case CALL_POLL:
		return (int)a[2] >= 0;
	case CALL_SELECT:
		return a[4] != 0;
	default:
		return false;
	}
}

uint64_t task_switches(pid_t pid, pid_t tid)
{
	char text[4096];
	uint64_t slept, displaced;
	if (!slurp(pid, tid, "status", text, sizeof text))
		return 0;
	const char *counts = strstr(text, "\nvoluntary_ctxt_switches:");
	if (!counts ||
	    sscanf(counts, " voluntary_ctxt_switches: %lu nonvoluntary_ctxt_switches: %lu", &slept,
		   &displaced) != 2)
		return 0;
	return slept + displaced;
}

bool task_peek(pid_t pid, uint64_t address, void *bytes, size_t size)
{
	struct iovec local = {bytes, size}, remote = {(void *)(uintptr_t)address, size};
	if (process_vm_readv(pid, &local, 1, &remote, 1, 0) == (ssize_t)size)
		return true;
	/* Refused in some containers, where the file is not. */
	char path[32];
	snprintf(path, sizeof path, "/proc/%d/mem", pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool whole = pread(fd, bytes, size, (off_t)address) == (ssize_t)size;
	close(fd);
	return whole;
}
