/* Google Benchmark for C: the little of it that the benchmarks here need. */
#ifndef BENCH_SHIM_H
#define BENCH_SHIM_H

#ifdef __cplusplus
extern "C" {
#endif

struct bench; /* one run of one benchmark, on one of its threads */

/* How a benchmark is run; its time is the wall clock's. */
struct bench_kind {
	const char *name;
	void (*run)(struct bench *bench); /* loops while bench_next() */
	int threads;			  /* that run it at once */
};

/* Before bench_main().  `kind` must live for ever. */
void bench_declare(const struct bench_kind *kind);

/* 1 while there is another iteration to make. */
int bench_next(struct bench *bench);

/* Reads Google Benchmark's own options, runs all, returns an exit code. */
int bench_main(int argc, char **argv);

#ifdef __cplusplus
}
#endif

#endif
