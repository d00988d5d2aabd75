/* ThreadSanitizer's reports as data.
 *
 * The runtime calls OnReport (a weak C++ symbol, here given by its mangled name) with each report,
 * before it prints it; returning true swallows the text, which is printed for nobody.  It holds the
 * report lock, so there is one writer; it also holds the thread registry, so nothing here may lock,
 * start a thread or touch instrumented memory.  The shape of a lock-order report: mutex i was held
 * when mutex i+1 was taken; its two stacks are 2i (taken) and 2i+1 (held), since the keeper asks
 * for second_deadlock_stack. */
#include "stress/record.h"
#include "stress/sync/lock_class.h"

#include <stdbool.h>
#include <string.h>

int __tsan_get_report_data(void *report, const char **description, int *count, int *stack_count,
			   int *mop_count, int *loc_count, int *mutex_count, int *thread_count,
			   int *unique_tid_count, void **sleep_trace, unsigned long trace_size);
int __tsan_get_report_stack(void *report, unsigned long index, void **trace,
			    unsigned long trace_size);
int __tsan_get_report_mop(void *report, unsigned long index, int *tid, void **address, int *size,
			  int *write, int *is_atomic, void **trace, unsigned long trace_size);
int __tsan_get_report_mutex(void *report, unsigned long index, unsigned long *mutex_id,
			    void **address, int *destroyed, void **trace, unsigned long trace_size);
int __tsan_get_report_thread(void *report, unsigned long index, int *tid, unsigned long *os_id,
			     int *running, const char **name, int *parent_tid, void **trace,
			     unsigned long trace_size);
int __tsan_get_report_unique_tid(void *report, unsigned long index, int *tid);

bool on_report(void *raw, bool suppressed) __asm__("_ZN6__tsan8OnReportEPKNS_10ReportDescEb");

/* The runtime and tsan_token_take(): above the place that took a lock of ours. */
enum { TOKEN_FRAMES = 2 };

/* The runtime copies addresses and terminates nothing; inlined frames repeat theirs. */
static uint32_t copy_stack(void *const *trace, uint32_t skip, uint64_t *out)
{
	uint32_t n = 0;
	for (unsigned i = skip; i < FRAMES_MAX && trace[i]; i++) {
		uint64_t pc = (uint64_t)(uintptr_t)trace[i];
		if (n == 0 || out[n - 1] != pc)
			out[n++] = pc;
	}
	return n;
}

static void name_thread(void *raw, int thread_count, int tid, struct report_edge *edge)
{
	for (int i = 0; i < thread_count; i++) {
		int id, running, parent;
		unsigned long os_id = 0;
		const char *name;
		void *trace[1] = {0};
		__tsan_get_report_thread(raw, (unsigned long)i, &id, &os_id, &running, &name,
					 &parent, trace, 1);
		if (id != tid)
			continue;
		edge->tid = (int32_t)os_id;
		for (unsigned s = 0; s < THREADS_MAX; s++) {
			const struct thread_slot *slot = &run_record->threads[s];
			if (atomic_load(&slot->tid) == edge->tid)
				memcpy(edge->thread, slot->name, sizeof edge->thread);
		}
	}
}

static void copy_cycle(void *raw, struct report *out, int mutexes, int stacks, int threads)
{
	int per_edge = mutexes > 0 ? stacks / mutexes : 0;
	for (int i = 0; i < mutexes && i < REPORT_EDGES_MAX; i++) {
		struct report_edge *edge = &out->edges[i];
		unsigned long id;
		int destroyed, tid = -1;
		void *held = NULL, *wanted = NULL, *trace[FRAMES_MAX] = {0};
		__tsan_get_report_mutex(raw, (unsigned long)i, &id, &held, &destroyed, trace, 0);
		__tsan_get_report_mutex(raw, (unsigned long)((i + 1) % mutexes), &id, &wanted,
					&destroyed, trace, 0);
		edge->held_class = lock_class_of_token(held);
		edge->wanted_class = lock_class_of_token(wanted);
		edge->held_address = (uint64_t)(uintptr_t)held;
		edge->wanted_address = (uint64_t)(uintptr_t)wanted;
		if (__tsan_get_report_unique_tid(raw, (unsigned long)i, &tid))
			name_thread(raw, threads, tid, edge);
		if (per_edge > 0) {
			__tsan_get_report_stack(raw, (unsigned long)(per_edge * i), trace,
						FRAMES_MAX);
			edge->wanted_frames =
			    copy_stack(trace, edge->wanted_class == CLASS_NONE ? 0 : TOKEN_FRAMES,
				       edge->wanted_stack);
		}
		if (per_edge > 1) {
			void *second[FRAMES_MAX] = {0};
			__tsan_get_report_stack(raw, (unsigned long)(per_edge * i + 1), second,
						FRAMES_MAX);
			edge->held_frames =
			    copy_stack(second, edge->held_class == CLASS_NONE ? 0 : TOKEN_FRAMES,
				       edge->held_stack);
		}
		out->edge_count = (uint32_t)i + 1;
	}
}

/* The two accesses of a race, or the one stack that another kind of report has. */
static void copy_accesses(void *raw, struct report *out, int accesses, int stacks, int threads)
{
	struct report_edge *edge = &out->edges[0];
	for (int i = 0; i < accesses && i < 2; i++) {
		void *trace[FRAMES_MAX] = {0}, *address = NULL;
		int tid = 0, size, write, is_atomic;
		__tsan_get_report_mop(raw, (unsigned long)i, &tid, &address, &size, &write,
				      &is_atomic, trace, FRAMES_MAX);
		edge->wanted_address = (uint64_t)(uintptr_t)address;
		if (i == 0) {
			name_thread(raw, threads, tid, edge);
			edge->wanted_frames = copy_stack(trace, 0, edge->wanted_stack);
		} else {
			edge->held_frames = copy_stack(trace, 0, edge->held_stack);
		}
	}
	if (accesses == 0 && stacks > 0) {
		void *trace[FRAMES_MAX] = {0};
		__tsan_get_report_stack(raw, 0, trace, FRAMES_MAX);
		edge->wanted_frames = copy_stack(trace, 0, edge->wanted_stack);
	}
	edge->held_class = edge->wanted_class = CLASS_NONE;
	out->edge_count = edge->wanted_frames ? 1 : 0;
}

bool on_report(void *raw, bool suppressed)
{
	if (suppressed)
		return true;
	uint32_t index = atomic_load(&run_record->report_count);
	if (index >= REPORTS_MAX) {
		atomic_fetch_add(&run_record->reports_lost, 1);
		return true;
	}
	struct report *out = &run_record->reports[index];
	memset(out, 0, sizeof *out);
	const char *kind = NULL;
	int count, stacks = 0, accesses = 0, locations, mutexes = 0, threads = 0, tids;
	void *sleep_trace[1] = {0};
	__tsan_get_report_data(raw, &kind, &count, &stacks, &accesses, &locations, &mutexes,
			       &threads, &tids, sleep_trace, 1);
	strncpy(out->kind, kind ? kind : "unknown", sizeof out->kind - 1);
	if (strstr(out->kind, "lock-order"))
		copy_cycle(raw, out, mutexes, stacks, threads);
	else
		copy_accesses(raw, out, accesses, stacks, threads);
	atomic_store(&run_record->report_count, index + 1);
	return true;
}
