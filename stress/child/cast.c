#include "stress/child/cast.h"

#include "stress/record.h"
#include "stress/sync/note.h"
#include "stress/sync/thread.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct member {
	struct actor actor;
	const struct role *role;
	pthread_t thread;
	_Atomic int32_t tid; /* 0 until the thread runs */
};

static struct member members[THREADS_MAX];
static unsigned member_count;
static _Atomic unsigned foreground_left;
static struct note gate;
static struct lock_class gate_class = {.name = "start gate", .guards = "the actors' start"};

static _Noreturn void give_up(const char *what)
{
	record_message(MESSAGE_BROKEN, "%s", what);
	_exit(3);
}

static void *play(void *argument)
{
	struct member *member = argument;
	struct thread_slot *slot = thread_self();
	thread_name("%.20s %u", member->role->name, member->actor.index);
	member->actor.slot = slot;
	atomic_store(&member->tid, atomic_load(&slot->tid));
	note_wait(&gate);
	atomic_store(&slot->is_actor, 1);
	member->role->run(&member->actor);
	atomic_store(&slot->operation, 0);
	atomic_store(&slot->is_actor, 0);
	if (!member->actor.background && atomic_fetch_sub(&foreground_left, 1) == 1)
		atomic_store(&run_record->stop, 1);
	return NULL;
}

static void engage(const struct run_id *id, const struct allocator *heap, const struct role *role,
		   unsigned role_index)
{
	unsigned threads =
	    role->threads ? role->threads : (unsigned)params_get(&id->params, "threads");
	for (unsigned i = 0; i < threads; i++) {
		if (member_count == THREADS_MAX)
			give_up("the scenario asks for too many threads");
		struct member *member = &members[member_count++];
		member->role = role;
		member->actor.heap = heap;
		member->actor.params = &id->params;
		member->actor.role = role->name;
		member->actor.index = i;
		member->actor.background = role->background;
		random_seed(&member->actor.random, id->seed, ((uint64_t)role_index << 16) + i + 1);
		if (!role->background)
			foreground_left++;
	}
}

static uint64_t now_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void open_gate(unsigned run_ms)
{
	/* Wait for the last to arrive, so that all start within microseconds. */
	for (unsigned i = 0; i < member_count; i++)
		while (atomic_load(&members[i].tid) == 0)
			usleep(50);
	/* Only now: ThreadSanitizer starts its own thread with the first of ours. */
	record_bystanders();
	uint64_t begin = now_ns();
	atomic_store(&run_record->run_begin_ns, begin);
	atomic_store(&run_record->run_end_ns, begin + (uint64_t)run_ms * 1000000u);
	atomic_store(&run_record->phase, PHASE_RUN);
	note_set(&gate);
}

void cast_play(const struct run_id *id, const struct scenario *scenario,
	       const struct allocator *heap)
{
	note_init(&gate, &gate_class);
	for (unsigned i = 0; i < ROLES_MAX && scenario->roles[i].name; i++)
		engage(id, heap, &scenario->roles[i], i);
	for (unsigned i = 0; i < member_count; i++)
		if (allocator_start_thread(heap, &members[i].thread, play, &members[i]) != 0)
			give_up("could not start a thread");
	unsigned own_ms = scenario->run_ms ? scenario->run_ms : RUN_MS_DEFAULT;
	open_gate(id->params.ms ? (unsigned)id->params.ms : own_ms);
	for (unsigned i = 0; i < member_count; i++)
		thread_join(members[i].thread, atomic_load(&members[i].tid));
	atomic_store(&run_record->run_end_ns, now_ns());
}
