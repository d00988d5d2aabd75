#include "stress/child/death.h"

#include "stress/record.h"
#include "stress/sync/thread.h"
#include "stress/tsan.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <ucontext.h>
#include <unistd.h>

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

static void unwind(struct death *death, struct registers at)
{
	uint64_t pair[2];
	death->stack[death->frames++] = at.pc;
	while (death->frames < FRAMES_MAX && at.frame % sizeof at.frame == 0 &&
	       read_frame(at.frame, pair) && pair[1]) {
		death->stack[death->frames++] = pair[1];
		at.frame = pair[0];
	}
}

/* Returning runs into the fault again, or back into abort(): the signal then kills, as it would
   have (SA_RESETHAND). */
static void die(int number, siginfo_t *info, void *context)
{
	static atomic_flag first = ATOMIC_FLAG_INIT;
	struct death *death = &run_record->death;
	if (atomic_flag_test_and_set(&first))
		return;
	tsan_quiet_begin();
	death->signal = number;
	death->address = number == SIGABRT ? 0 : (uint64_t)(uintptr_t)info->si_addr;
	memcpy(death->thread, thread_self()->name, sizeof death->thread);
	unwind(death, interrupted(context));
	tsan_quiet_end();
	atomic_store(&death->ready, 1);
}

void death_watch(void)
{
	static const int numbers[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};
	struct sigaction action = {.sa_sigaction = die,
				   .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESETHAND};
	for (unsigned i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
		sigaction(numbers[i], &action, NULL);
}
