#include "suites/bench/malloc/kinds.h"

static const int threads[] = {1, 2, BENCH_THREADS_MAX};

static const struct {
	const char *name;
	void (*run)(struct bench *bench);
} benchmarks[] = {
    {"pair", bench_pair},
    {"churn", bench_churn},
    {"larson", bench_larson},
    {"producer_consumer", bench_producer_consumer},
    {"batches", bench_batches},
    {"batches_handed_on", bench_batches_handed_on},
    {"cache_scratch", bench_cache_scratch},
    {"cache_thrash", bench_cache_thrash},
    {"realloc", bench_realloc},
    {"large", bench_large},
    {"thread_exit", bench_thread_exit},
    {"calloc", bench_calloc},
    {"aligned", bench_aligned},
};

int main(int argc, char **argv)
{
	for (unsigned i = 0; i < sizeof benchmarks / sizeof benchmarks[0]; i++) {
		for (unsigned k = 0; k < sizeof threads / sizeof threads[0]; k++)
			bench_declare(&(struct bench_kind){.name = benchmarks[i].name,
							   .run = benchmarks[i].run,
							   .threads = threads[k]});
	}
	return bench_main(argc, argv);
}
