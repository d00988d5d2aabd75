/* Google Benchmark for C: the little of it that the benchmarks here need. */
#ifndef BENCH_SHIM_H
#define BENCH_SHIM_H

#ifdef __cplusplus
extern "C" {
#endif

struct bench; /* one run of one benchmark, on one of its threads */

/* How a benchmark is run.  Its time is the wall clock's; beside it stands, as processor_ns, the
   processor time of all threads divided by all their iterations. */
struct bench_kind {
	const char *name;
	void (*run)(struct bench *bench); /* loops while bench_next() or bench_next_batch() */
	int threads;			  /* that run it at once */
};

/* Before bench_main().  The name must live for ever. */
void bench_declare(const struct bench_kind *kind);

/* 1 while there is another iteration to make.  All threads of a run meet at the first call, and at
   the one that returns 0. */
int bench_next(struct bench *bench);

/* The same for `iterations` at a time: always the same number within a run. */
int bench_next_batch(struct bench *bench, long iterations);

/* Which of the run's threads this is, 0 … threads - 1, and how many there are. */
int bench_thread(const struct bench *bench);
int bench_threads(const struct bench *bench);

/* A number to be shown beside the time; by one thread only. */
void bench_count(struct bench *bench, const char *name, double value);

/* Reads Google Benchmark's own options, runs all, returns an exit code. */
int bench_main(int argc, char **argv);

#ifdef __cplusplus
}
#endif

#endif
