/* A role reads behind the end of an array, or lets a sum overflow; its twins stop just before that.
 * Only the sanitizers' build sees it, and there it ends the run. */
#include "stress/scenario.h"

#include <limits.h>

enum { ELEMENTS = 8 };

static int behind_the_end[ELEMENTS], the_last[ELEMENTS];

static int read_at(const int *array, volatile unsigned index)
{
	return array[index];
}

static void read_behind(struct actor *a)
{
	while (actor_round(a)) {
		actor_begin(a, "read");
		if (read_at(behind_the_end, ELEMENTS) == 1)
			actor_finish_all(a);
		actor_end(a);
	}
}

static void read_last(struct actor *a)
{
	while (actor_round(a)) {
		actor_begin(a, "read");
		if (read_at(the_last, ELEMENTS - 1) == 1)
			actor_finish_all(a);
		actor_end(a);
	}
}

static volatile int sum;

static void add_to(struct actor *a, int limit)
{
	sum = limit;
	while (actor_round(a)) {
		actor_begin(a, "add");
		sum = sum + (int)(a->rounds & 1);
		actor_end(a);
		sum = limit;
	}
}

static void add_too_much(struct actor *a)
{
	add_to(a, INT_MAX);
}

static void add_just_enough(struct actor *a)
{
	add_to(a, INT_MAX - 1);
}

SCENARIO(memory_error_happens) = {
    .story = "a role reads behind the end of an array",
    .roles = {ROLE("reader", 1, read_behind)},
    .selfcheck = true,
    .builds = 1u << BUILD_asan,
    .expect = {[BUILD_asan] = "crash"},
    .why_expected = "AddressSanitizer ends the child at its first report.",
    .run_ms = 30,
};

SCENARIO(memory_error_not) = {
    .story = "a role reads the last element of an array",
    .roles = {ROLE("reader", 1, read_last)},
    .exercises = {"read"},
    .selfcheck = true,
    .builds = 1u << BUILD_asan,
    .run_ms = 30,
};

SCENARIO(overflow_happens) = {
    .story = "a role adds one to the largest int",
    .roles = {ROLE("adder", 1, add_too_much)},
    .selfcheck = true,
    .builds = 1u << BUILD_asan,
    .expect = {[BUILD_asan] = "crash"},
    .why_expected = "UBSan ends the child at its first report.",
    .run_ms = 30,
};

SCENARIO(overflow_not) = {
    .story = "a role adds one to the largest int but one",
    .roles = {ROLE("adder", 1, add_just_enough)},
    .exercises = {"add"},
    .selfcheck = true,
    .builds = 1u << BUILD_asan,
    .run_ms = 30,
};
