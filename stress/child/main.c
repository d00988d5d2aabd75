/* The child: plays one run, tells the record, and ends with the sentinel.
 *
 *	child RUN-ID RECORD-FD
 *
 * It is started by the keeper only.  Whatever ends it before the sentinel is a finding. */
#include "stress/allocator.h"
#include "stress/bug.h"
#include "stress/child/cast.h"
#include "stress/child/death.h"
#include "stress/record.h"
#include "stress/run_id.h"
#include "stress/strategy.h"
#include "stress/sync/thread.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* Coverage counters are written by an exit that we do not take; absent in the other builds. */
extern void __gcov_dump(void) __attribute__((weak));

static _Noreturn void leave(void)
{
	atomic_store(&run_record->phase, PHASE_DONE);
	if (__gcov_dump)
		__gcov_dump();
	atomic_store(&run_record->sentinel, RECORD_MAGIC);
	_exit(0);
}

static _Noreturn void leave_with(enum message_kind kind, const char *text)
{
	record_message(kind, "%s", text);
	leave();
}

static void demand_capabilities(const struct scenario *scenario, const struct allocator *heap)
{
	for (unsigned i = 0; i < NEEDS_MAX && scenario->needs[i]; i++) {
		if (!allocator_can(heap, scenario->needs[i])) {
			char text[MESSAGE_MAX];
			snprintf(text, sizeof text, "the allocator lacks '%s'", scenario->needs[i]);
			leave_with(MESSAGE_SKIP, text);
		}
	}
}

static void seed_bugs(const struct run_id *id)
{
	for (unsigned i = 0; i < id->bug_count; i++) {
		const struct bug *bug = registry_find(DECLARED_BUG, id->bugs[i])->what;
		bug->seed();
	}
}

static void start_strategy(const struct run_id *id)
{
	const struct strategy *strategy = registry_find(DECLARED_STRATEGY, id->strategy)->what;
	if (strategy->start)
		strategy->start(id->seed);
	event_listening = strategy->at;
}

static void check_heap(const struct allocator *heap)
{
	char text[MESSAGE_MAX];
	if (!heap->check)
		return;
	const char *broken = heap->check(text, sizeof text);
	if (broken)
		record_message(MESSAGE_CORRUPT, "%s", broken);
}

static _Noreturn void play(const struct run_id *id)
{
	char why[MESSAGE_MAX];
	const struct scenario *scenario = registry_find(DECLARED_SCENARIO, id->scenario)->what;
	const struct allocator *heap =
	    allocator_resolve(id->allocator, id->attachment, why, sizeof why);
	if (!heap)
		leave_with(MESSAGE_BROKEN, why);
	demand_capabilities(scenario, heap);
	seed_bugs(id);
	const char *refused = heap->open ? heap->open() : NULL;
	if (refused)
		leave_with(MESSAGE_SKIP, refused);
	record_modules();
	start_strategy(id);

	struct stage stage = {.heap = heap, .params = &id->params};
	random_seed(&stage.random, id->seed, 0);
	atomic_store(&run_record->phase, PHASE_SETUP);
	if (scenario->setup)
		scenario->setup(&stage);
	cast_play(id, scenario, heap);
	atomic_store(&run_record->phase, PHASE_CHECK);
	if (scenario->check)
		scenario->check(&stage);
	check_heap(heap);
	if (heap->close)
		heap->close();
	leave();
}

/* By the keeper's unwinder, whose ancestor is not this process's: also what is forked from here. */
static void let_be_traced(void)
{
	prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
}

int main(int argc, char **argv)
{
	static struct run_id id;
	char why[MESSAGE_MAX];
	if (argc != 3 || !record_attach(atoi(argv[2]))) {
		fprintf(stderr, "child: started by the keeper only; see gridlock --help\n");
		return 2;
	}
	let_be_traced();
	if (pthread_atfork(NULL, NULL, let_be_traced) != 0)
		leave_with(MESSAGE_BROKEN, "no memory for a fork handler");
	signal(SIGPIPE, SIG_IGN);
	death_watch();
	registry_close();
	atomic_store(&thread_self()->bystander, 1);
	thread_name("main");
	if (!run_id_parse(argv[1], &id, why, sizeof why) || !run_id_resolve(&id, why, sizeof why))
		leave_with(MESSAGE_BROKEN, why);
	play(&id);
}
