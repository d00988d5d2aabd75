/* The kernel refuses the heap memory, timers and giving back, while threads allocate in every way,
 * start others and have them profiled.
 *
 * What is refused must be told (NULL with ENOMEM, no thread) and harm nothing: no lock stays held,
 * no block changes, and once the kernel grants again everything can be had again.  Hoards may grow
 * with every round, so that the heap has to ask anew. */
#include "stress/activity.h"
#include "stress/scenario.h"

#include <errno.h>
#include <stdatomic.h>
#include <time.h>

enum { HOARDERS = 2, HOARD_MAX = 512, MARKED_MAX = 4096 };
enum { MIB = 1 << 20, GROWTH = 2 * MIB, HOARD_LIMIT = 256 * MIB, NTH_MAX = 16 };
enum { LOOK_US = 200, LOOKS_MAX = 100 };
enum { BY_CHANCE = 0, OUTAGE = 1000000 }; /* values of "length" */

struct hoard {
	unsigned count;
	size_t bytes;
	struct {
		void *block;
		size_t size;
		uint64_t seed;
	} held[HOARD_MAX];
};

static struct hoard hoards[HOARDERS];
static _Atomic size_t limit = GROWTH; /* of one hoard, in bytes */
static _Atomic unsigned told;	      /* how often somebody was refused something */

static void setup(struct stage *stage)
{
	stage->heap->profile_rate(1);
}

static void refused(struct actor *a, const char *what, int error)
{
	if (error != ENOMEM && error != EAGAIN)
		actor_corrupt(a, "%s with error %d", what, error);
	atomic_fetch_add(&told, 1);
	actor_begin(a, what);
	actor_end(a);
}

static size_t marked(size_t size)
{
	return size < MARKED_MAX ? size : MARKED_MAX;
}

static void keep(struct actor *a, struct hoard *hoard, void *block, size_t size)
{
	uint64_t seed = random_next(&a->random);
	block_fill(block, marked(size), seed);
	hoard->held[hoard->count].block = block;
	hoard->held[hoard->count].size = size;
	hoard->held[hoard->count].seed = seed;
	hoard->count++;
	hoard->bytes += size;
}

static void drop(struct actor *a, struct hoard *hoard, unsigned left)
{
	while (hoard->count > left) {
		unsigned at = --hoard->count;
		size_t size = hoard->held[at].size;
		if (!block_intact(hoard->held[at].block, marked(size), hoard->held[at].seed))
			actor_corrupt(a, "a block of %zu bytes has changed under its owner", size);
		hoard->bytes -= size;
		actor_begin(a, "free");
		a->heap->free(hoard->held[at].block);
		actor_end(a);
	}
}

/* Makes the last block of the hoard a larger one; refused, it stays as it was. */
static void grow_last(struct actor *a, struct hoard *hoard)
{
	unsigned at = hoard->count - 1;
	size_t from = hoard->held[at].size, to = 2 * from + 1000;
	actor_begin(a, "realloc");
	void *moved = a->heap->realloc(hoard->held[at].block, to);
	int error = errno;
	actor_end(a);
	if (moved == NULL) {
		refused(a, "realloc refused", error);
		return;
	}
	if (!block_intact(moved, marked(from), hoard->held[at].seed))
		actor_corrupt(a, "realloc from %zu to %zu bytes lost contents", from, to);
	hoard->count--;
	hoard->bytes -= from;
	keep(a, hoard, moved, to);
}

static size_t any_size(struct actor *a)
{
	static const size_t sizes[] = {SIZE_SMALL, 10 * SIZE_SMALL, SIZE_LARGE, MIB};
	size_t size = sizes[random_below(&a->random, 4)];
	return size - random_below(&a->random, size / 4);
}

static void allocate(struct actor *a, struct hoard *hoard)
{
	size_t size = any_size(a);
	unsigned way = (unsigned)random_below(&a->random, 4);
	actor_begin(a, way == 0 ? "calloc" : way == 1 ? "aligned_alloc" : "malloc");
	void *block = way == 0	 ? a->heap->calloc(1, size)
		      : way == 1 ? a->heap->aligned_alloc(4096, size)
				 : a->heap->alloc(size);
	int error = errno;
	actor_end(a);
	if (block == NULL) {
		refused(a, "malloc refused", error);
		drop(a, hoard, hoard->count / 2);
		return;
	}
	keep(a, hoard, block, size);
}

static void hoard_blocks(struct actor *a)
{
	struct hoard *hoard = &hoards[a->index];
	while (actor_round(a)) {
		if (hoard->count == HOARD_MAX || hoard->bytes > atomic_load(&limit))
			drop(a, hoard, (unsigned)random_below(&a->random, hoard->count));
		else if (hoard->count > 0 && random_below(&a->random, 8) == 0)
			grow_last(a, hoard);
		else
			allocate(a, hoard);
	}
	drop(a, hoard, 0);
}

static void *visit(void *heap)
{
	const struct allocator *h = heap;
	h->cpu_profile_thread(true);
	h->free(h->alloc(SIZE_LARGE));
	return NULL;
}

static void start_threads(struct actor *a)
{
	while (actor_round(a)) {
		pthread_t thread;
		actor_begin(a, "thread");
		int error = allocator_start_thread(a->heap, &thread, visit, (void *)a->heap);
		if (error == 0)
			pthread_join(thread, NULL);
		actor_end(a);
		if (error != 0)
			refused(a, "thread refused", error);
	}
}

/* Until somebody has been refused something, but not for ever: there may be pages enough. */
static void wait_for_refusal(void)
{
	const struct timespec rest = {0, LOOK_US * 1000};
	unsigned before = atomic_load(&told);
	for (unsigned i = 0; i < LOOKS_MAX && atomic_load(&told) == before; i++)
		nanosleep(&rest, NULL);
}

/* What nobody refuses any more is there again. */
static void demand_memory(struct actor *a)
{
	static const size_t sizes[] = {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE};
	for (unsigned i = 0; i < 3; i++) {
		void *block = a->heap->alloc(sizes[i]);
		if (block == NULL)
			actor_corrupt(a, "no %zu bytes, though the kernel has them", sizes[i]);
		a->heap->free(block);
	}
}

static void refuse(struct actor *a)
{
	static const struct kernel_fault none;
	struct kernel_fault fault = {.calls = (unsigned)actor_param(a, "calls"),
				     .length = (uint64_t)actor_param(a, "length"),
				     .seed = random_next(&a->random)};
	fault.one_in = fault.length == BY_CHANCE ? 2 : 0;
	while (actor_round(a)) {
		fault.nth = fault.length == BY_CHANCE ? 0 : (a->rounds - 1) % NTH_MAX + 1;
		a->heap->kernel_fault(&fault);
		if (atomic_load(&limit) < HOARD_LIMIT)
			atomic_fetch_add(&limit, GROWTH);
		wait_for_refusal();
		actor_begin(a, "scavenge");
		a->heap->scavenge();
		actor_end(a);
		if (a->heap->kernel_fault(&none) > 0)
			refused(a, "kernel refuses", ENOMEM);
		demand_memory(a);
	}
}

#define ROLES                                                                                      \
	{                                                                                          \
		ROLE("hoarder", HOARDERS, hoard_blocks), ROLE("starter", 1, start_threads),        \
		    ROLE("refuser", 1, refuse)                                                     \
	}
#define NEEDS                                                                                      \
	{                                                                                          \
		"calloc", "realloc", "aligned_alloc", "profile_rate", "scavenge",                  \
		    "cpu_profile_thread", "kernel_fault"                                           \
	}
/* By kind, as the kernel's calls are numbered in stress/allocator.h. */
#define CALLS                                                                                      \
	{                                                                                          \
		"calls", {1u << KERNEL_MEMORY, (1u << KERNEL_CALLS) - 1}, 2                        \
	}

SCENARIO(malloc_vs_no_memory) = {
    .story = "the kernel has no memory, or only now and then, while threads allocate, start others "
	     "and are profiled",
    .roles = ROLES,
    .params = {CALLS, {"length", {OUTAGE, BY_CHANCE}, 2}},
    .needs = NEEDS,
    .exercises = {"malloc", "malloc refused", "realloc", "free", "thread", "scavenge",
		  "kernel refuses"},
    .setup = setup,
    .run_ms = 400,
};

/* Which call it is may be nobody's malloc: a guard page, a page of records, a timer. */
SCENARIO(malloc_vs_refused_call) = {
    .story = "the kernel refuses the n-th call, for every n, while threads allocate, start others "
	     "and are profiled",
    .roles = ROLES,
    .params = {CALLS, {"length", {1, 3}, 2}},
    .needs = NEEDS,
    .exercises = {"malloc", "realloc", "free", "thread", "scavenge", "kernel refuses"},
    .setup = setup,
    .run_ms = 400,
};
