/* Forking, and what a child does with the heap that it has a copy of.
 *
 * The child is one thread in a process of its own.  The record is its parent's business, so it uses
 * nothing of the actor but the allocator, and says what went wrong by its exit status. */
#include "stress/activity.h"
#include "stress/sync/thread.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILD_BLOCKS = 4 };

/* How a child ends. */
enum verdict { WENT_WELL, INHERITED_BROKEN, BLOCK_BROKEN, NO_MEMORY, HEAP_BROKEN, VERDICTS };

static const char *const words[VERDICTS] = {
    [INHERITED_BROKEN] = "a block that it inherited is not intact",
    [BLOCK_BROKEN] = "a block of its own is not intact",
    [NO_MEMORY] = "it got no memory",
    [HEAP_BROKEN] = "its heap is broken",
};

static enum verdict try_block(const struct allocator *heap, size_t size, uint64_t seed)
{
	void *block = heap->alloc(size);
	if (block == NULL)
		return NO_MEMORY;
	block_fill(block, size, seed);
	if (!block_intact(block, size, seed))
		return BLOCK_BROKEN;
	heap->free(block);
	return WENT_WELL;
}

static enum verdict use_copy(const struct allocator *heap, void *inherited, uint64_t seed)
{
	static const size_t sizes[] = {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE};
	char text[256];
	if (!block_intact(inherited, SIZE_SMALL, seed))
		return INHERITED_BROKEN;
	heap->free(inherited);
	for (unsigned i = 0; i < CHILD_BLOCKS * 3; i++) {
		enum verdict verdict = try_block(heap, sizes[i % 3], seed + i);
		if (verdict != WENT_WELL)
			return verdict;
	}
	if (heap->check != NULL && heap->check(text, sizeof text) != NULL)
		return HEAP_BROKEN;
	return WENT_WELL;
}

static void judge(struct actor *actor, int status)
{
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	if (WIFSIGNALED(status))
		actor_corrupt(actor, "the child of a fork died of signal %d", WTERMSIG(status));
	else if (code > WENT_WELL && code < VERDICTS)
		actor_corrupt(actor, "the child of a fork: %s", words[code]);
	else if (code != WENT_WELL)
		actor_corrupt(actor, "the child of a fork ended with %d", code);
}

void activity_fork(struct actor *actor)
{
	uint64_t seed = random_next(&actor->random);
	void *block = actor->heap->alloc(SIZE_SMALL);
	if (block == NULL)
		return;
	block_fill(block, SIZE_SMALL, seed);
	actor_begin(actor, "fork");
	thread_forks();
	pid_t pid = fork();
	if (pid == 0) {
		thread_forked();
		_exit(use_copy(actor->heap, block, seed));
	}
	int status = pid > 0 ? thread_wait_process(pid) : 0;
	actor_end(actor);
	judge(actor, status);
	actor->heap->free(block);
}
