/* Cost of growth: what a malloc and a free take, while more and more lives in the heap.
 *
 *	growth bytes	1 MiB to 4 GiB of blocks of 512 bytes to 8 KiB
 *	growth spans	10 to 1 000 000 blocks of 36 KiB to 44 KiB, each more than a small one
 *
 * prints a line "live <TAB> near ns <TAB> far ns" for each point, live being bytes or blocks.  What
 * lives has holes: of what was allocated each eighth block was freed again.
 *
 *	near	replaces blocks of a window of 1000: what the allocator's own searching costs
 *	far	replaces any block: what the memory's being far away adds, for every allocator
 *
 * Small blocks are written to in their first word, the others not at all.  Times are the process's
 * own, and the best of a few rounds, since what is looked for is a slope. */
#include "suites/bench/malloc/dice.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WINDOW = 1000, OPERATIONS = 20000, ROUNDS = 5, HOLE_EVERY = 8 };

struct axis {
	const char *name;
	size_t smallest, largest; /* block */
	bool touched;
	bool counts_bytes;
	size_t first, last, factor; /* points */
};

static const struct axis axes[] = {
    {"bytes", 512, 8 << 10, true, true, (size_t)1 << 20, (size_t)4 << 30, 4},
    {"spans", 36 << 10, 44 << 10, false, false, 10, 1000000, 10},
};

struct heap {
	const struct axis *axis;
	struct dice dice;
	void **blocks;
	size_t count, room;
	size_t bytes;
	void *window[WINDOW];
};

static void *take(struct heap *heap, size_t *size)
{
	const struct axis *axis = heap->axis;
	*size = dice_between(&heap->dice, axis->smallest, axis->largest);
	void *block = malloc(*size);
	if (block == NULL) {
		fputs("growth: out of memory\n", stderr);
		exit(1);
	}
	if (axis->touched)
		*(char *volatile *)block = NULL;
	return block;
}

static void replace(struct heap *heap, void **block)
{
	size_t size;
	free(*block);
	*block = take(heap, &size);
}

static void keep(struct heap *heap, void *block)
{
	if (heap->count == heap->room) {
		heap->room = heap->room == 0 ? 1024 : 2 * heap->room;
		heap->blocks = realloc(heap->blocks, heap->room * sizeof heap->blocks[0]);
	}
	if (heap->blocks == NULL)
		exit(1);
	heap->blocks[heap->count++] = block;
}

/* Of eight blocks that are allocated one after the other, one is freed again. */
static void grow(struct heap *heap, size_t live)
{
	while ((heap->axis->counts_bytes ? heap->bytes : heap->count) < live) {
		void *hole = NULL;
		for (unsigned i = 0; i < HOLE_EVERY; i++) {
			size_t size;
			void *block = take(heap, &size);
			if (i == HOLE_EVERY / 2) {
				hole = block;
				continue;
			}
			keep(heap, block);
			heap->bytes += size;
		}
		free(hole);
	}
}

static double cpu_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static double best_ns(struct heap *heap, void **blocks, size_t count)
{
	double best = 0;
	for (unsigned round = 0; round < ROUNDS; round++) {
		double begun = cpu_ns();
		for (unsigned i = 0; i < OPERATIONS; i++)
			replace(heap, &blocks[dice_between(&heap->dice, 0, count - 1)]);
		double ns = (cpu_ns() - begun) / OPERATIONS;
		best = round == 0 || ns < best ? ns : best;
	}
	return best;
}

static void measure(const struct axis *axis)
{
	struct heap heap = {.axis = axis, .dice = dice_of(0)};
	size_t size;
	for (unsigned i = 0; i < WINDOW; i++)
		heap.window[i] = take(&heap, &size);
	for (size_t live = axis->first; live <= axis->last; live *= axis->factor) {
		grow(&heap, live);
		double far_ns = best_ns(&heap, heap.blocks, heap.count);
		double near_ns = best_ns(&heap, heap.window, WINDOW);
		printf("%zu\t%.1f\t%.1f\n", live, near_ns, far_ns);
		fflush(stdout);
	}
}

int main(int argc, char **argv)
{
	for (unsigned i = 0; argc == 2 && i < sizeof axes / sizeof axes[0]; i++) {
		if (strcmp(argv[1], axes[i].name) == 0) {
			measure(&axes[i]);
			return 0;
		}
	}
	fputs("usage: growth bytes|spans\n", stderr);
	return 2;
}
