/* One lock and unlock of ours beside one of pthread's, in the same process: alone, and by two
 * threads that want the same one. */
#include "stress/sync/lock.h"
#include "suites/bench/shim.h"

#include <pthread.h>

static struct lock_class class = {.name = "bench", .guards = "nothing"};
static struct lock ours;
static pthread_mutex_t theirs = PTHREAD_MUTEX_INITIALIZER;

static void lock_ours(struct bench *bench)
{
	while (bench_next(bench)) {
		lock_acquire(&ours);
		lock_release(&ours);
	}
}

static void lock_theirs(struct bench *bench)
{
	while (bench_next(bench)) {
		pthread_mutex_lock(&theirs);
		pthread_mutex_unlock(&theirs);
	}
}

static const struct bench_kind kinds[] = {
    {.name = "lock", .run = lock_ours, .threads = 1},
    {.name = "pthread_mutex", .run = lock_theirs, .threads = 1},
    {.name = "lock_contended", .run = lock_ours, .threads = 2},
    {.name = "pthread_mutex_contended", .run = lock_theirs, .threads = 2},
};

int main(int argc, char **argv)
{
	lock_init(&ours, &class);
	for (unsigned i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		bench_declare(&kinds[i]);
	return bench_main(argc, argv);
}
