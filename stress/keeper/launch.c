#include "stress/keeper/launch.h"

#include "stress/keeper/environment.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* The child's descriptors.  The last closes when exec succeeds. */
enum { RECORD_FD = 3, TROUBLE_FD = 4, FIRST_SPARE_FD = 5 };

enum { FILE_MIB_MAX = 64, FILES_MAX = 1024, STACK_MIB = 8 };

/* What a child that could not become the program writes there. */
struct trouble {
	char what[32];
	int error;
};

static _Noreturn void give_up(int trouble_fd, const char *what)
{
	struct trouble trouble = {.error = errno};
	strncpy(trouble.what, what, sizeof trouble.what - 1);
	ssize_t ignored = write(trouble_fd, &trouble, sizeof trouble);
	(void)ignored;
	_exit(127);
}

static void limit(int resource, rlim_t soft, rlim_t hard)
{
	struct rlimit limits;
	if (getrlimit(resource, &limits) != 0)
		return;
	limits.rlim_max = hard < limits.rlim_max ? hard : limits.rlim_max;
	limits.rlim_cur = soft < limits.rlim_max ? soft : limits.rlim_max;
	setrlimit(resource, &limits);
}

/* No limit on address space or data: ThreadSanitizer's shadow would not fit. */
static void limit_resources(void)
{
	/* One byte, not none: with a limit of 0 the kernel still feeds a core-dump daemon. */
	limit(RLIMIT_CORE, 1, 1);
	limit(RLIMIT_FSIZE, (rlim_t)FILE_MIB_MAX << 20, (rlim_t)FILE_MIB_MAX << 20);
	limit(RLIMIT_NOFILE, FILES_MAX, FILES_MAX);
	/* An unlimited stack changes the layout of the address space. */
	limit(RLIMIT_STACK, (rlim_t)STACK_MIB << 20, RLIM_INFINITY);
}

/* Nobody leaves the session or the process group: one kill then ends all of it, and no fork slips
   through.  Where the kernel refuses the rule, members.c chases the runaways. */
static void stay_together(void)
{
	struct sock_filter filter[] = {
	    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_setsid, 2, 0),
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_setpgid, 1, 0),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
	};
	struct sock_fprog program = {.len = sizeof filter / sizeof filter[0], .filter = filter};
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
		prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static void reset_signals(void)
{
	for (int signal_number = 1; signal_number < NSIG; signal_number++)
		signal(signal_number, SIG_DFL);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Moves a descriptor out of the way of those that are about to be laid down. */
static int lift(int fd)
{
	return fcntl(fd, F_DUPFD_CLOEXEC, 16);
}

static bool lay_descriptors(int output, int record, int trouble)
{
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0 ||
	    dup2(record, RECORD_FD) < 0 || dup3(trouble, TROUBLE_FD, O_CLOEXEC) < 0)
		return false;
	return syscall(SYS_close_range, FIRST_SPARE_FD, ~0u, 0) == 0;
}

static _Noreturn void become(char *const argv[], char *const variables[], const char *folder,
			     int output, int record, int trouble, pid_t keeper, pid_t *announced)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != keeper)
		_exit(127);
	setsid();
	*announced = getpid();
	reset_signals();
	if (!lay_descriptors(lift(output), lift(record), trouble = lift(trouble)))
		give_up(trouble, "descriptors");
	if (chdir(folder) != 0)
		give_up(TROUBLE_FD, "its folder");
	limit_resources();
	/* Refused in some sandboxes; then addresses differ from run to run, no more. */
	personality(ADDR_NO_RANDOMIZE);
	/* The unwinder is no ancestor of the child. */
	prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
	stay_together();
	execve(argv[0], argv, variables);
	give_up(TROUBLE_FD, "exec");
}

/* Blocks until the child has become the program (nothing comes) or says why not. */
static bool has_started(int trouble_fd, struct trouble *trouble)
{
	ssize_t size;
	do
		size = read(trouble_fd, trouble, sizeof *trouble);
	while (size < 0 && errno == EINTR);
	return size == 0;
}

bool launch(struct launched *launched, const char *program, const struct run_id *id, int record_fd,
	    const char *folder, char *why, size_t why_size)
{
	static struct environment environment;
	static char text[RUN_ID_TEXT_MAX];
	char descriptor[16], path[1024];
	run_id_print(id, text, sizeof text);
	snprintf(descriptor, sizeof descriptor, "%d", RECORD_FD);
	snprintf(path, sizeof path, "%s", program);
	char *argv[] = {path, text, descriptor, NULL};
	if (!environment_build(&environment, id, folder)) {
		snprintf(why, why_size, "the environment of the child is too large");
		return false;
	}
	int output[2], troubles[2];
	if (pipe2(output, O_CLOEXEC) != 0 || pipe2(troubles, O_CLOEXEC) != 0) {
		snprintf(why, why_size, "no pipe to the child: %s", strerror(errno));
		return false;
	}
	pid_t keeper = getpid();
	launched->pid = fork();
	if (launched->pid == 0)
		become(argv, environment.variables, folder, output[1], record_fd, troubles[1],
		       keeper, launched->announced);
	int fork_error = errno;
	close(output[1]);
	close(troubles[1]);
	struct trouble trouble = {.what = "fork", .error = fork_error};
	bool started = launched->pid > 0 && has_started(troubles[0], &trouble);
	close(troubles[0]);
	if (!started) {
		trouble.what[sizeof trouble.what - 1] = 0;
		snprintf(why, why_size, "cannot start %.160s: %s: %s", program, trouble.what,
			 strerror(trouble.error));
		if (launched->pid > 0)
			waitpid(launched->pid, NULL, 0);
		close(output[0]);
		return false;
	}
	fcntl(output[0], F_SETFL, O_NONBLOCK);
	launched->output = output[0];
	return true;
}
