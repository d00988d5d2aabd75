/* Threads that make no progress: one for ever, the others only for long.  The watchdog must tell
 * them apart: what runs, or ends by itself, is given more time, and only so much. */
#include "stress/scenario.h"
#include "stress/sync/note.h"

#include <time.h>

enum { LIMIT_MS = 400, JUST_BEFORE_MS = 350, LONGER_THAN_LIMIT_MS = 900 };

static struct lock_class late_class = {.name = "late", .guards = "the waiter's wait"};
static struct note late;
static volatile unsigned long turns;

static void setup(struct stage *stage)
{
	(void)stage;
	note_init(&late, &late_class);
}

static void pause_ms(long ms)
{
	struct timespec pause = {ms / 1000, ms % 1000 * 1000000};
	while (clock_nanosleep(CLOCK_MONOTONIC, 0, &pause, &pause) != 0)
		;
}

static void loop(struct actor *a)
{
	actor_begin(a, "loop");
	for (;;)
		turns = turns + 1;
}

SCENARIO(endless_loop_happens) = {
    .story = "a thread runs for ever without finishing anything",
    .selfcheck = true,
    .limit_ms = LIMIT_MS,
    .roles = {ROLE("runner", 1, loop)},
    .expect = {[BUILD_plain] = "stuck", [BUILD_tsan] = "stuck"},
    .why_expected = "it runs, so nothing is proved; it does not progress, so it is not clean",
};

static void sleep_long(struct actor *a)
{
	actor_begin(a, "sleep long");
	pause_ms(LONGER_THAN_LIMIT_MS);
	actor_end(a);
}

SCENARIO(long_sleep_safe) = {
    .story = "a thread sleeps for longer than the limit, and wakes by itself",
    .selfcheck = true,
    .limit_ms = LIMIT_MS,
    .roles = {ROLE("sleeper", 1, sleep_long)},
    .exercises = {"sleep long"},
};

static void compute_long(struct actor *a)
{
	struct timespec begin, now;
	actor_begin(a, "compute long");
	clock_gettime(CLOCK_MONOTONIC, &begin);
	do {
		turns = turns + 1;
		clock_gettime(CLOCK_MONOTONIC, &now);
	} while ((now.tv_sec - begin.tv_sec) * 1000 + (now.tv_nsec - begin.tv_nsec) / 1000000 <
		 LONGER_THAN_LIMIT_MS);
	actor_end(a);
}

SCENARIO(long_compute_safe) = {
    .story = "a thread computes for longer than the limit",
    .selfcheck = true,
    .limit_ms = LIMIT_MS,
    .roles = {ROLE("computer", 1, compute_long)},
    .exercises = {"compute long"},
};

static void wait_for_late(struct actor *a)
{
	actor_begin(a, "wait");
	note_wait(&late);
	actor_end(a);
}

static void set_late(struct actor *a)
{
	actor_begin(a, "set late");
	pause_ms(JUST_BEFORE_MS);
	note_set(&late);
	actor_end(a);
}

SCENARIO(late_wake_safe) = {
    .story = "a wait that ends just before the limit",
    .selfcheck = true,
    .limit_ms = LIMIT_MS,
    .roles = {ROLE("waiter", 1, wait_for_late), ROLE("setter", 1, set_late)},
    .exercises = {"wait", "set late"},
    .setup = setup,
};
