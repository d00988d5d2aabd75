/* Which bugs can be seeded into one heap together. */
#include "stress/bug.h"

#include "stress/allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void right(void)
{
}

static void wrong(void)
{
}

static void wrong_otherwise(void)
{
}

static struct {
	void (*first)(void), (*second)(void), (*third)(void);
} steps = {right, right, right};

static void *no_block(size_t size)
{
	(void)size;
	return NULL;
}

static void no_free(void *block)
{
	(void)block;
}

ALLOCATOR(stepped) = {
    .alloc = no_block, .free = no_free, .steps = &steps, .steps_bytes = sizeof steps};
ALLOCATOR(stepless) = {.alloc = no_block, .free = no_free};

static void seed_first(void)
{
	steps.first = wrong;
}

static void seed_two(void)
{
	steps.first = wrong;
	steps.third = wrong;
}

static void seed_third(void)
{
	steps.third = wrong_otherwise;
}

static void seed_second(void)
{
	steps.second = wrong;
}

BUG(first) = {.story = "made up", .heap = "stepped", .seed = seed_first};
BUG(two) = {.story = "made up", .heap = "stepped", .seed = seed_two};
BUG(third) = {.story = "made up", .heap = "stepped", .seed = seed_third};
BUG(second) = {.story = "made up", .heap = "stepped", .seed = seed_second};
BUG(unseen) = {.story = "made up", .heap = "stepless", .seed = seed_first};
BUG(unseen_too) = {.story = "made up", .heap = "stepless", .seed = seed_third};

static char why[256];

static void different_steps_compose(void **state)
{
	(void)state;
	assert_true(bugs_compose("first", "second", why, sizeof why));
	assert_true(bugs_compose("first", "third", why, sizeof why));
	assert_true(bugs_compose("two", "second", why, sizeof why));
	assert_true(bugs_compose("unseen", "unseen_too", why, sizeof why));
}

static void the_same_wrong_code_is_lost_by_neither(void **state)
{
	(void)state;
	assert_true(bugs_compose("first", "two", why, sizeof why));
	assert_true(bugs_compose("two", "first", why, sizeof why));
}

static void different_code_for_a_step_does_not(void **state)
{
	(void)state;
	assert_false(bugs_compose("two", "third", why, sizeof why));
	assert_string_equal(why,
			    "bugs \"two\" and \"third\" both replace the same step of stepped");
	assert_false(bugs_compose("third", "two", why, sizeof why));
	assert_string_equal(why,
			    "bugs \"third\" and \"two\" both replace the same step of stepped");
	assert_false(bugs_compose("third", "third", why, sizeof why));
	assert_string_equal(why, "bug \"third\" is named twice");
}

static void steps_are_left_as_they_were(void **state)
{
	(void)state;
	bugs_compose("two", "third", why, sizeof why);
	assert_true(steps.first == right && steps.second == right && steps.third == right);
	seed_second();
	bugs_compose("two", "third", why, sizeof why);
	assert_true(steps.first == right && steps.second == wrong && steps.third == right);
	steps.second = right;
}

/* Else a bug whose steps are elsewhere would compose with everything. */
static void every_bug_replaces_steps_of_its_heap(void **state)
{
	(void)state;
	unsigned looked_at = 0;
	for (size_t i = 0; i < registry_count(DECLARED_BUG); i++) {
		const struct declared *declared = registry_at(DECLARED_BUG, i);
		const struct bug *bug = declared->what;
		const struct allocator *heap = registry_find(DECLARED_ALLOCATOR, bug->heap)->what;
		unsigned char before[4096];
		if (!heap->steps)
			continue;
		assert_in_range(heap->steps_bytes, sizeof(void (*)(void)), sizeof before);
		memcpy(before, heap->steps, heap->steps_bytes);
		bug->seed();
		if (memcmp(before, heap->steps, heap->steps_bytes) == 0)
			fail_msg("%s replaces no step of %s", declared->id, bug->heap);
		memcpy(heap->steps, before, heap->steps_bytes);
		looked_at++;
	}
	assert_in_range(looked_at, 20, SIZE_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(different_steps_compose),
	    cmocka_unit_test(the_same_wrong_code_is_lost_by_neither),
	    cmocka_unit_test(different_code_for_a_step_does_not),
	    cmocka_unit_test(steps_are_left_as_they_were),
	    cmocka_unit_test(every_bug_replaces_steps_of_its_heap),
	};
	registry_close();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
