/* The members of a run: its child and every process that descends from it.
 *
 * The child leads a session, which neither it nor a descendant can leave (launch.c).  Where the
 * kernel would not install that rule, a process that left is still found through its parent. */
#ifndef STRESS_KEEPER_MEMBERS_H
#define STRESS_KEEPER_MEMBERS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct members {
	unsigned count;	       /* zombies too: they are members until they are reaped */
	uint64_t memory_bytes; /* sum of what is resident; shared pages count for each */
};

/* What there is now.  `session` is the child's pid; `keeper` the process to which orphans of the
   run come, 0 when it is dead. */
struct members members_count(pid_t session, pid_t keeper);

/* The pids of all but the child, at most `max` of them; returns how many there are. */
unsigned members_descendants(pid_t session, pid_t keeper, pid_t *pids, unsigned max);

/* Kills all members and reaps those that are the caller's children, until none is left; false if
   some still are after limit_ms.  When the child is among those reaped, *status and *reaped tell.
   Called by the keeper, or by the front once the keeper is dead. */
bool members_end(pid_t session, pid_t keeper, int *status, bool *reaped, unsigned limit_ms);

#endif
