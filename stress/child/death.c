#include "stress/child/death.h"

#include "stress/record.h"
#include "stress/sync/thread.h"
#include "stress/tsan.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <ucontext.h>
#include <unistd.h>
#include <unwind.h>

enum { FRAME_BYTES_MAX = 1 << 20 }; /* more than one frame of a sane stack takes */

struct registers {
	uint64_t pc, frame;
};

#ifdef __aarch64__
static struct registers interrupted(const ucontext_t *context)
{
	return (struct registers){context->uc_mcontext.pc, context->uc_mcontext.regs[29]};
}
#else
static struct registers interrupted(const ucontext_t *context)
{
	return (struct registers){(uint64_t)context->uc_mcontext.gregs[REG_RIP],
				  (uint64_t)context->uc_mcontext.gregs[REG_RBP]};
}
#endif

/* The caller's frame and the return address, as every function of ours leaves them. */
static bool read_frame(uint64_t frame, uint64_t pair[2])
{
	struct iovec local = {pair, 2 * sizeof pair[0]};
	struct iovec remote = {(void *)(uintptr_t)frame, 2 * sizeof pair[0]};
	return process_vm_readv(getpid(), &local, 1, &remote, 1, 0) == (ssize_t)local.iov_len;
}

/* Without a table of modules everything is. */
static bool is_code(uint64_t address)
{
	unsigned count = atomic_load(&run_record->module_count);
	for (unsigned i = 0; i < count && i < MODULES_MAX; i++) {
		const struct module *module = &run_record->modules[i];
		if (address >= module->start && address < module->end)
			return true;
	}
	return count == 0;
}

/* Stacks grow downwards: a frame of a caller lies above, and near. */
static bool is_frame_of_caller(uint64_t next, uint64_t frame)
{
	return next > frame && next - frame <= FRAME_BYTES_MAX && next % sizeof next == 0;
}

/* By the frame pointers, as all code of ours keeps them. */
static void follow_frames(struct death *death, uint64_t frame)
{
	uint64_t pair[2];
	bool sane = frame % sizeof frame == 0;
	while (sane && death->frames < FRAMES_MAX && read_frame(frame, pair) && is_code(pair[1])) {
		death->stack[death->frames++] = pair[1];
		sane = is_frame_of_caller(pair[0], frame);
		frame = pair[0];
	}
}

struct walk {
	struct death *death;
	uint64_t pc; /* of what the signal interrupted: the frames before it are the handler's */
	bool begun;
};

static _Unwind_Reason_Code note_frame(struct _Unwind_Context *context, void *argument)
{
	struct walk *walk = argument;
	uint64_t pc = _Unwind_GetIP(context);
	if (!walk->begun) {
		walk->begun = pc == walk->pc;
		return _URC_NO_REASON;
	}
	if (pc == 0 || walk->death->frames == FRAMES_MAX)
		return _URC_END_OF_STACK;
	walk->death->stack[walk->death->frames++] = pc;
	return _URC_NO_REASON;
}

/* abort() is in the C library, which keeps no frame pointers; but its stack is whole, so that the
   unwinding tables may be followed.  They are read without locks and without malloc(). */
static void unwind(struct death *death, int number, struct registers at)
{
	death->stack[death->frames++] = at.pc;
	if (number == SIGABRT)
		_Unwind_Backtrace(note_frame, &(struct walk){death, at.pc, false});
	if (death->frames == 1)
		follow_frames(death, at.frame);
}

static _Thread_local volatile bool is_dying;

/* The unwinding stumbled: let the signal kill that began it, which is blocked meanwhile. */
static void kill_by(int number)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, number);
	raise(number);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

/* Returning runs into the fault again, or back into abort(): the signal then kills, as it would
   have (SA_RESETHAND). */
static void die(int number, siginfo_t *info, void *context)
{
	static atomic_flag first = ATOMIC_FLAG_INIT;
	struct death *death = &run_record->death;
	if (is_dying)
		kill_by(death->signal);
	if (atomic_flag_test_and_set(&first))
		return;
	is_dying = true;
	tsan_quiet_begin();
	death->signal = number;
	death->address = number == SIGABRT ? 0 : (uint64_t)(uintptr_t)info->si_addr;
	memcpy(death->thread, thread_self()->name, sizeof death->thread);
	atomic_store(&death->ready, 1); /* should the unwinding stumble */
	unwind(death, number, interrupted(context));
	tsan_quiet_end();
	is_dying = false;
}

static _Unwind_Reason_Code stop(struct _Unwind_Context *context, void *argument)
{
	(void)context;
	(void)argument;
	return _URC_END_OF_STACK;
}

void death_watch(void)
{
	static const int numbers[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};
	struct sigaction action = {.sa_sigaction = die,
				   .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESETHAND};
	_Unwind_Backtrace(stop, NULL); /* what it does but once, it does not do in a handler */
	for (unsigned i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
		sigaction(numbers[i], &action, NULL);
}
