/* Where a child dies: the thread and its stack, written into the record before the signal that
 * kills it takes its course.  After a fault the frame pointers are followed, and memory is read
 * through the kernel, so that a broken chain ends it and does no harm; after abort() the unwinding
 * tables are. */
#ifndef STRESS_CHILD_DEATH_H
#define STRESS_CHILD_DEATH_H

/* Watches for the signals of faults and of abort().  Once, on the main thread. */
void death_watch(void);

#endif
