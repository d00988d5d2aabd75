/* A trial's child with two actors, and what they quarrel about. */
#ifndef STRESS_KEEPER_TRIAL_PAIR_H
#define STRESS_KEEPER_TRIAL_PAIR_H

#include "stress/keeper/trial.h"
#include "stress/sync/lock.h"
#include "stress/sync/semaphore.h"

#include <pthread.h>

static struct lock_class class_a = {.name = "a", .guards = "nothing"};
static struct lock_class class_b = {.name = "b", .guards = "nothing"};
static struct lock_class class_s = {.name = "s", .guards = "nothing"};
static struct lock a, b;
static struct semaphore semaphore;
static pthread_barrier_t both; /* both are where they want to be */

struct part {
	void (*play)(void);
	pthread_t thread;
	_Atomic int32_t tid;
};

static struct part parts[2];

static inline void progress(void)
{
	atomic_fetch_add(&thread_self()->progress, 1);
}

static inline void *play_part(void *argument)
{
	struct part *part = argument;
	struct thread_slot *self = thread_self();
	atomic_store(&part->tid, atomic_load(&self->tid));
	thread_name("actor %u", (unsigned)(part - parts));
	atomic_store(&self->is_actor, 1);
	part->play();
	atomic_store(&self->is_actor, 0);
	thread_finished();
	return NULL;
}

static inline void start_both(void (*first)(void), void (*second)(void))
{
	parts[0].play = first;
	parts[1].play = second;
	lock_init(&a, &class_a);
	lock_init(&b, &class_b);
	semaphore_init(&semaphore, &class_s, 0);
	pthread_barrier_init(&both, NULL, 2);
	for (unsigned i = 0; i < 2; i++)
		if (pthread_create(&parts[i].thread, NULL, play_part, &parts[i]) != 0)
			_exit(1);
	for (unsigned i = 0; i < 2; i++)
		while (atomic_load(&parts[i].tid) == 0)
			rest_ms(1);
	atomic_store(&run_record->phase, PHASE_RUN);
}

/* The main thread does nothing but join them. */
static inline void play_both(void (*first)(void), void (*second)(void))
{
	atomic_store(&thread_self()->bystander, 1);
	start_both(first, second);
	for (unsigned i = 0; i < 2; i++)
		thread_join(parts[i].thread, parts[i].tid);
	atomic_store(&run_record->phase, PHASE_CHECK);
}

static inline void nothing(void)
{
}

#endif
