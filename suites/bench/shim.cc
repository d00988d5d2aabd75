#include "suites/bench/shim.h"

#include <benchmark/benchmark.h>

void bench_declare(const struct bench_kind *kind)
{
	auto run = [kind](benchmark::State &state) {
		kind->run(reinterpret_cast<struct bench *>(&state));
	};
	benchmark::RegisterBenchmark(kind->name, run)->Threads(kind->threads)->UseRealTime();
}

int bench_next(struct bench *bench)
{
	return reinterpret_cast<benchmark::State *>(bench)->KeepRunning();
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
