#include "stress/actor.h"

#include "stress/event.h"
#include "stress/record.h"
#include "stress/sync/thread.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static uint64_t now_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

bool actor_round(struct actor *actor)
{
	/* A turn that finds nothing to do never enters the heap, and would hold up who stops it. */
	if (actor->heap->safepoint)
		actor->heap->safepoint();
	if (actor->rounds++ < ROUNDS_MIN)
		return true;
	if (actor->background)
		return !atomic_load_explicit(&run_record->stop, memory_order_relaxed);
	if (atomic_load_explicit(&run_record->foreground_stop, memory_order_relaxed))
		return false;
	return now_ns() < atomic_load_explicit(&run_record->run_end_ns, memory_order_relaxed);
}

void actor_finish_all(struct actor *actor)
{
	(void)actor;
	atomic_store(&run_record->foreground_stop, 1);
}

long actor_param(const struct actor *actor, const char *name)
{
	return params_get(actor->params, name);
}

/* Which operations the others have under way now: each pair counts as met. */
static void note_pairs(struct thread_slot *self, uint32_t mine)
{
	uint32_t count = atomic_load_explicit(&run_record->thread_count, memory_order_relaxed);
	uint64_t met = 0;
	for (uint32_t i = 0; i < count && i < THREADS_MAX; i++) {
		struct thread_slot *slot = &run_record->threads[i];
		uint32_t theirs = atomic_load_explicit(&slot->operation, memory_order_relaxed);
		if (slot != self && theirs)
			met |= (uint64_t)1 << (theirs - 1);
	}
	_Atomic uint64_t *pairs = &run_record->pairs[mine];
	if (met & ~atomic_load_explicit(pairs, memory_order_relaxed))
		atomic_fetch_or(pairs, met);
}

void actor_manner(struct actor *actor, const char *manner)
{
	actor->manner = manner;
	memset(actor->operations, 0, sizeof actor->operations);
}

static uint32_t look_up(const struct actor *actor, const char *operation)
{
	char name[NAME_MAX_BYTES];
	if (actor->manner == NULL)
		return record_operation(operation);
	snprintf(name, sizeof name, "%s/%s", operation, actor->manner);
	return record_operation(name);
}

static uint32_t operation_id(struct actor *actor, const char *operation)
{
	for (unsigned i = 0; i < ACTOR_OPERATIONS_MAX; i++) {
		if (actor->operations[i].name == operation)
			return actor->operations[i].index;
		if (actor->operations[i].name == NULL) {
			actor->operations[i].index = look_up(actor, operation);
			actor->operations[i].name = operation;
			return actor->operations[i].index;
		}
	}
	return look_up(actor, operation);
}

void actor_begin(struct actor *actor, const char *operation)
{
	uint32_t id = operation_id(actor, operation);
	note_pairs(actor->slot, id);
	atomic_store_explicit(&actor->slot->operation, id + 1, memory_order_relaxed);
	event_happens(EVENT_OPERATION_BEGIN, NULL, operation, __builtin_return_address(0));
}

void actor_end(struct actor *actor)
{
	uint32_t id = atomic_load_explicit(&actor->slot->operation, memory_order_relaxed);
	event_happens(EVENT_OPERATION_END, NULL, NULL, __builtin_return_address(0));
	atomic_store_explicit(&actor->slot->operation, 0, memory_order_relaxed);
	atomic_fetch_add_explicit(&actor->slot->progress, 1, memory_order_relaxed);
	if (id)
		atomic_fetch_add_explicit(&run_record->operation_counts[id - 1], 1,
					  memory_order_relaxed);
}

void actor_corrupt(struct actor *actor, const char *format, ...)
{
	char text[MESSAGE_MAX];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	record_message(MESSAGE_CORRUPT, "%s %u: %s", actor->role, actor->index, text);
}

void stage_corrupt(struct stage *stage, const char *format, ...)
{
	(void)stage;
	char text[MESSAGE_MAX];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	record_message(MESSAGE_CORRUPT, "%s", text);
}
