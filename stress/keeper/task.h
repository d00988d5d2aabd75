/* One thread as the kernel shows it, in /proc/PID/task/TID: what it sleeps in, if it does. */
#ifndef STRESS_KEEPER_TASK_H
#define STRESS_KEEPER_TASK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { TASK_RUNNING = -1 /* not in a system call, or it cannot be told */ };

struct task {
	pid_t tid;
	char state;	    /* R S D T Z … */
	uint64_t cpu_ticks; /* used so far, user and system */
	long syscall;	    /* number, or TASK_RUNNING */
	uint64_t arguments[6];
	uint64_t stack, pc; /* 0 while it runs */
};

/* False when the thread is gone. */
bool task_read(pid_t pid, pid_t tid, struct task *task);

/* Address of the word that it sleeps on; 0: it does not sleep in a futex wait. */
uint64_t task_futex(const struct task *task);

/* The process whose end it waits for; 0: it does not wait for that of a certain one. */
pid_t task_process(const struct task *task);

/* It waits in vfork, or a call like it: the process that it has started still uses its memory. */
bool task_lends_memory(const struct task *task);

/* In a wait that ends by itself. */
bool task_is_timed(const struct task *task);

/* How often it was taken off a processor so far: the same twice for one that sleeps, and it has not
   run in between.  0: it cannot be told. */
uint64_t task_switches(pid_t pid, pid_t tid);

/* Reads memory of the process; false when any of it could not be read. */
bool task_peek(pid_t pid, uint64_t address, void *bytes, size_t size);

#endif
