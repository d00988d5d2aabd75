/* The benchmarks of malloc, each written anew from the description of a published one.
 *
 * They call malloc, free and their kin by these names, so that the allocator is whichever the
 * process was started with.  An iteration is one operation: a block allocated and one freed, unless
 * a benchmark says otherwise.  All that is live is bounded and does not depend on the number of
 * iterations, so peak memory may be compared. */
#ifndef BENCH_MALLOC_KINDS_H
#define BENCH_MALLOC_KINDS_H

#include "suites/bench/shim.h"

enum { BENCH_THREADS_MAX = 8 };

/* One block of 64 bytes, freed at once: the shortest way through an allocator. */
void bench_pair(struct bench *bench);

/* Small blocks of many sizes, each living for a random time. */
void bench_churn(struct bench *bench);

/* A server, after Larson and Krishnan: threads end and others take over what they had allocated. */
void bench_larson(struct bench *bench);

/* Some threads allocate, others free, after Lever and Boreham's malloc-test.  On one thread both in
   turn.  An operation is a block allocated or a block freed. */
void bench_producer_consumer(struct bench *bench);

/* Batches of blocks of one size, freed in the order of allocation or against it, after MicroQuill's
   sh6bench. */
void bench_batches(struct bench *bench);

/* Batches of mixed sizes, freed by another thread, after MicroQuill's sh8bench. */
void bench_batches_handed_on(struct bench *bench);

/* After Hoard's cache-scratch: each thread frees a block that another had allocated beside those of
   the others, and writes to those that it then gets.  An operation is a block allocated, written to
   100 times and freed. */
void bench_cache_scratch(struct bench *bench);

/* After Hoard's cache-thrash: the same with blocks of its own from the start. */
void bench_cache_thrash(struct bench *bench);

/* Sizes from 16 bytes to 64 KiB; one operation in four is a realloc. */
void bench_realloc(struct bench *bench);

/* Blocks of 64 KiB to 1 MiB, first and last byte written. */
void bench_large(struct bench *bench);

/* A thread that starts, allocates 100 blocks, frees half of them and ends; its creator frees the
   others.  An operation is such a thread. */
void bench_thread_exit(struct bench *bench);

void bench_calloc(struct bench *bench);

/* Alignments from 32 bytes to 4 KiB. */
void bench_aligned(struct bench *bench);

#endif
