/* Members are found by one walk over /proc: /proc/PID/task/TID/children would be shorter, and is
 * missing from kernels built without CONFIG_PROC_CHILDREN. */
#include "stress/keeper/members.h"

#include "stress/keeper/clock.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROCESSES_MAX = 32768 };

struct process {
	pid_t pid, parent, group, session;
	char state;
	bool member;
	uint64_t resident_pages;
};

/* The walk's result; the keeper and the front are single-threaded here. */
static struct process processes[PROCESSES_MAX];
static unsigned process_count;

static bool read_process(int proc, const char *pid, struct process *process)
{
	char path[32], text[1024];
	snprintf(path, sizeof path, "%.16s/stat", pid);
	int fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ssize_t size = read(fd, text, sizeof text - 1);
	close(fd);
	if (size <= 0)
		return false;
	text[size] = 0;
	/* The name stands in parentheses and may contain any character. */
	const char *rest = strrchr(text, ')');
	*process = (struct process){.pid = atoi(pid)};
	return rest && sscanf(rest,
			      ") %c %d %d %d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d "
			      "%*d %*d %*d %*u %*u %lu",
			      &process->state, &process->parent, &process->group, &process->session,
			      &process->resident_pages) == 5;
}

static bool parent_is_member(const struct process *process)
{
	for (unsigned i = 0; i < process_count; i++)
		if (processes[i].pid == process->parent)
			return processes[i].member;
	return false;
}

static void mark_members(pid_t session, pid_t keeper)
{
	for (unsigned i = 0; i < process_count; i++) {
		struct process *process = &processes[i];
		bool is_orphan = process->parent == keeper && process->session != keeper;
		process->member = process->session == session || (keeper && is_orphan);
	}
	for (bool more = true; more;) {
		more = false;
		for (unsigned i = 0; i < process_count; i++)
			if (!processes[i].member && parent_is_member(&processes[i]))
				processes[i].member = more = true;
	}
}

static void walk(pid_t session, pid_t keeper)
{
	process_count = 0;
	DIR *proc = opendir("/proc");
	if (!proc)
		return;
	struct dirent *entry;
	while ((entry = readdir(proc)) && process_count < PROCESSES_MAX)
		if (isdigit((unsigned char)entry->d_name[0]) &&
		    read_process(dirfd(proc), entry->d_name, &processes[process_count]))
			process_count++;
	closedir(proc);
	mark_members(session, keeper);
}

struct members members_count(pid_t session, pid_t keeper)
{
	walk(session, keeper);
	struct members members = {0};
	uint64_t page_bytes = (uint64_t)sysconf(_SC_PAGESIZE);
	for (unsigned i = 0; i < process_count; i++) {
		if (!processes[i].member)
			continue;
		members.count++;
		members.memory_bytes += processes[i].resident_pages * page_bytes;
	}
	return members;
}

unsigned members_descendants(pid_t session, pid_t keeper, pid_t *pids, unsigned max)
{
	walk(session, keeper);
	unsigned count = 0;
	for (unsigned i = 0; i < process_count; i++) {
		if (!processes[i].member || processes[i].pid == session)
			continue;
		if (count < max)
			pids[count] = processes[i].pid;
		count++;
	}
	return count;
}

/* Kills and reaps what the last walk found; returns how many that were. */
static unsigned end_found(pid_t session, int *status, bool *reaped)
{
	unsigned found = 0;
	for (unsigned i = 0; i < process_count; i++) {
		const struct process *process = &processes[i];
		if (!process->member)
			continue;
		found++;
		int end;
		if (process->state != 'Z')
			kill(process->pid, SIGKILL);
		if (process->parent == getpid() &&
		    waitpid(process->pid, &end, WNOHANG) == process->pid &&
		    process->pid == session) {
			*status = end;
			*reaped = true;
		}
	}
	return found;
}

bool members_end(pid_t session, pid_t keeper, int *status, bool *reaped, unsigned limit_ms)
{
	uint64_t deadline_ns = clock_ns() + ms_to_ns(limit_ms);
	for (;;) {
		/* The child's group is killed in one step, which no fork can slip through. */
		kill(-session, SIGKILL);
		walk(session, keeper);
		if (end_found(session, status, reaped) == 0)
			return true;
		if (clock_ns() > deadline_ns)
			return false;
		usleep(500);
	}
}
