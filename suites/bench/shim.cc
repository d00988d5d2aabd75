#include "suites/bench/shim.h"

#include <benchmark/benchmark.h>
#include <time.h>

static benchmark::State *state_of(struct bench *bench)
{
	return reinterpret_cast<benchmark::State *>(bench);
}

static const benchmark::State *state_of(const struct bench *bench)
{
	return reinterpret_cast<const benchmark::State *>(bench);
}

void bench_declare(const struct bench_kind *kind)
{
	auto run = [run = kind->run](benchmark::State &state) {
		run(reinterpret_cast<struct bench *>(&state));
	};
	benchmark::RegisterBenchmark(kind->name, run)->Threads(kind->threads)->UseRealTime();
}

/* The processor time of the whole process, for all threads of a run by the first of them.  Google
   Benchmark's own, with several threads, leaves out what the others do before the first comes to
   start its clock, and after it has stopped it. */
static void count_processor_time(benchmark::State *state, bool going)
{
	static bool counting;
	static struct timespec begun;
	if (state->thread_index() != 0 || going == counting)
		return;
	counting = going;
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	if (going) {
		begun = now;
		return;
	}
	double seconds = (double)(now.tv_sec - begun.tv_sec);
	double ns = seconds * 1e9 + (double)(now.tv_nsec - begun.tv_nsec);
	state->counters["processor_ns"] = ns / (double)state->iterations() / state->threads();
}

int bench_next(struct bench *bench)
{
	return bench_next_batch(bench, 1);
}

int bench_next_batch(struct bench *bench, long iterations)
{
	bool going = state_of(bench)->KeepRunningBatch(iterations);
	count_processor_time(state_of(bench), going);
	return going;
}

int bench_thread(const struct bench *bench)
{
	return state_of(bench)->thread_index();
}

int bench_threads(const struct bench *bench)
{
	return state_of(bench)->threads();
}

void bench_count(struct bench *bench, const char *name, double value)
{
	state_of(bench)->counters[name] = value;
}

int bench_main(int argc, char **argv)
{
	benchmark::Initialize(&argc, argv);
	if (benchmark::ReportUnrecognizedArguments(argc, argv))
		return 2;
	benchmark::RunSpecifiedBenchmarks();
	benchmark::Shutdown();
	return 0;
}
