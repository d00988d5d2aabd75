#include "stress/sync/chain.h"

enum { PROBES_MAX = 32 };

extern const char __executable_start[];

static void insert(uint64_t hash)
{
	if (hash == 0)
		hash = 1;
	for (unsigned probe = 0; probe < PROBES_MAX; probe++) {
		_Atomic uint64_t *slot = &run_record->chains[(hash + probe) % CHAINS_MAX];
		uint64_t seen = atomic_load_explicit(slot, memory_order_relaxed);
		if (seen == hash)
			return;
		if (seen == 0) {
			if (atomic_compare_exchange_strong(slot, &seen, hash)) {
				atomic_fetch_add(&run_record->chain_count, 1);
				return;
			}
			if (seen == hash)
				return;
		}
	}
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
	return hash ^ (hash >> 29);
}

void chain_note(struct thread_slot *self, const struct lock *lock, const void *site, bool waits)
{
	uint32_t taken = lock->class->index;
	uint64_t offset = (uint64_t)((uintptr_t)site - (uintptr_t)__executable_start);
	uint64_t hash = mix(mix(waits, offset), taken);
	uint32_t count = atomic_load_explicit(&self->held_count, memory_order_relaxed);
	for (uint32_t i = 0; i < count && i < HELD_MAX; i++) {
		uint32_t held = self->held[i].class_index;
		if (self->held[i].lock == 0 || held >= CLASSES_MAX)
			continue;
		hash = mix(hash, held);
		if (waits) {
			/* A lost count does no harm: only zero or not zero is ever asked. */
			_Atomic uint32_t *edge = &run_record->edges[held][taken];
			uint32_t n = atomic_load_explicit(edge, memory_order_relaxed);
			atomic_store_explicit(edge, n + 1, memory_order_relaxed);
		}
	}
	insert(hash);
}
