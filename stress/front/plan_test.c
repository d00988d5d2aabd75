#include "stress/front/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Made-up declarations; the names begin alike so that patterns find these and no others. */
static bool not_both_two(const struct params *params)
{
	return params_get(params, "x") != 2 || params_get(params, "y") != 2;
}

SCENARIO(planned_product) = {
    .params = {{.name = "x", .values = {1, 2}}, {.name = "y", .values = {0, 1, 2}}},
    .accepts = not_both_two,
};
SCENARIO(planned_single) = {.builds = 1u << BUILD_plain};
SCENARIO(planned_needy) = {.needs = {"select"}, .params = {{.name = "x", .values = {1, 2}}}};
SCENARIO(planned_worn) = {.attachment = "worn"};
SCENARIO(planned_self_check) = {.selfcheck = true};

static void *no_block(size_t size)
{
	(void)size;
	return NULL;
}

static void no_free(void *block)
{
	(void)block;
}

ALLOCATOR(planned_little) = {.alloc = no_block, .free = no_free};

static struct plan_request ask(const char *pattern, const char *allocator)
{
	struct plan_request request = {.strategy_count = 1,
				       .strategies = {"free"},
				       .seed = 100,
				       .rounds = 1,
				       .shard = 1,
				       .shards = 1,
				       .pattern_count = 1,
				       .patterns = {pattern},
				       .heap_count = 1};
	snprintf(request.heaps[0].allocator, RUN_ID_NAME_MAX, "%s", allocator);
	return request;
}

/* The ids of a plan, one a line, at most `most` of them. */
static const char *ids(const struct plan_request *request, unsigned most)
{
	static char all[1 << 16];
	char why[200] = "";
	struct plan plan;
	struct run_id id;
	const char *skip;
	uint64_t at = 0;
	size_t used = 0;
	all[0] = 0;
	if (!plan_make(request, &plan, why, sizeof why)) {
		plan_free(&plan);
		snprintf(all, sizeof all, "%s", why);
		return all;
	}
	while (most-- && plan_next(&plan, &at, &id, &skip)) {
		char text[RUN_ID_TEXT_MAX];
		run_id_print(&id, text, sizeof text);
		used += (size_t)snprintf(all + used, sizeof all - used, "%s%s%s\n", text,
					 skip ? " skip: " : "", skip ? skip : "");
	}
	plan_free(&plan);
	return all;
}

static unsigned lines(const char *text)
{
	unsigned count = 0;
	for (; *text; text++)
		count += *text == '\n';
	return count;
}

static void the_product_is_filtered_by_accepts(void **state)
{
	(void)state;
	struct plan_request request = ask("planned_product", "planned_little");
	request.builds = 1u << BUILD_plain;
	assert_string_equal(ids(&request, 100),
			    "planned_product@planned_little/plain:x=1,y=0:free/0000000000000064\n"
			    "planned_product@planned_little/plain:x=1,y=1:free/0000000000000064\n"
			    "planned_product@planned_little/plain:x=1,y=2:free/0000000000000064\n"
			    "planned_product@planned_little/plain:x=2,y=0:free/0000000000000064\n"
			    "planned_product@planned_little/plain:x=2,y=1:free/0000000000000064\n");
}

static void choices_narrow_the_product(void **state)
{
	(void)state;
	struct plan_request request = ask("planned_product", "planned_little");
	char why[200] = "";
	request.builds = 1u << BUILD_tsan;
	assert_true(choices_read(&request.choices, "y=7,ms=20", why, sizeof why));
	assert_string_equal(
	    ids(&request, 100),
	    "planned_product@planned_little/tsan:x=1,y=7,ms=20:free/0000000000000064\n"
	    "planned_product@planned_little/tsan:x=2,y=7,ms=20:free/0000000000000064\n");
	assert_true(choices_read(&request.choices, "x=5,y=8", why, sizeof why));
	assert_int_equal(lines(ids(&request, 100)), 2);
}

static void bad_choices_are_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {
	    "", "x", "=1", "x=", "x=1,", "x=1y", "ms=0", "ms=-3", "x=99999999999999999999"};
	for (unsigned i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct choices choices = {0};
		char why[200] = "";
		if (choices_read(&choices, bad[i], why, sizeof why))
			fail_msg("accepted: %s", bad[i]);
		assert_true(why[0]);
	}
}

static void scenarios_take_turns(void **state)
{
	(void)state;
	struct plan_request request = ask("planned_[ps]*", "planned_little");
	const char *all = ids(&request, 100);
	assert_int_equal(lines(all), 5 * 2 + 1);
	assert_int_equal(strncmp(all, "planned_product", 15), 0);
	assert_int_equal(strncmp(strchr(all, '\n') + 1, "planned_single", 14), 0);
}

static void rounds_take_the_next_seed(void **state)
{
	(void)state;
	struct plan_request request = ask("planned_single", "planned_little");
	request.rounds = 2;
	assert_string_equal(ids(&request, 100),
			    "planned_single@planned_little/plain::free/0000000000000064\n"
			    "planned_single@planned_little/plain::free/0000000000000065\n");
	request.rounds = 0;
	assert_int_equal(lines(ids(&request, 1000)), 1000);
}

static void shards_share_all_runs(void **state)
{
	(void)state;
	struct plan_request request = ask("planned_product", "planned_little");
	request.rounds = 3;
	unsigned all = lines(ids(&request, 1000)), sum = 0;
	request.shards = 4;
	for (request.shard = 1; request.shard <= 4; request.shard++)
		sum += lines(ids(&request, 1000));
	assert_int_equal(all, 30);
	assert_int_equal(sum, all);
}

static void what_cannot_run_is_told_once(void **state)
{
	(void)state;
	struct plan_request request = ask("planned_needy", "planned_little");
	request.rounds = 0;
	assert_string_equal(ids(&request, 100),
			    "planned_needy@planned_little/plain:x=1:free/0000000000000064"
			    " skip: the allocator lacks \"select\"\n");
	request = ask("planned_worn", "planned_little");
	assert_non_null(strstr(ids(&request, 100), "skip: the scenario needs an allocator"));
}

static void foreign_allocators_have_builds_of_their_own(void **state)
{
	(void)state;
	struct plan_request request = ask("planned_product", "/lib/x.so");
	const char *all = ids(&request, 100);
	assert_non_null(strstr(all, "/plain:"));
	assert_non_null(strstr(all, "/tsan-locks:"));
	assert_null(strstr(all, "/tsan:"));
	request.worn = true;
	all = ids(&request, 100);
	assert_int_equal(lines(all), 5);
	assert_non_null(strstr(all, "@%2Flib%2Fx.so/plain/worn:"));
}

static void asan_goes_where_plain_goes_when_named(void **state)
{
	(void)state;
	struct plan_request request = ask("planned_single", "planned_little");
	assert_null(strstr(ids(&request, 100), "/asan:"));
	request.builds = 1u << BUILD_asan;
	assert_non_null(strstr(ids(&request, 100), "planned_single@planned_little/asan:"));
	struct scenario scenario = {.expect = {[BUILD_plain] = "stuck"}};
	assert_string_equal(scenario_expects(&scenario, BUILD_asan), "stuck");
	assert_null(scenario_expects(&scenario, BUILD_tsan));
	scenario.builds = 1u << BUILD_tsan;
	assert_int_equal(scenario_builds(&scenario), 1u << BUILD_tsan | 1u << BUILD_tsan_locks);
}

static void nothing_left_is_said(void **state)
{
	(void)state;
	struct plan_request request = ask("planned_single", "planned_little");
	request.builds = 1u << BUILD_tsan;
	assert_non_null(strstr(ids(&request, 1), "nothing to run"));
}

static void selfchecks_are_run_only_when_asked_for(void **state)
{
	(void)state;
	struct plan_request request = ask("planned_*", "planned_little");
	request.pattern_count = 0;
	assert_null(strstr(ids(&request, 1000), "planned_self_check"));
	request.selfcheck = true;
	assert_non_null(strstr(ids(&request, 1000), "planned_self_check"));
	assert_null(strstr(ids(&request, 1000), "planned_product"));
}

static void wildcards_find_selfchecks_only_when_asked_for(void **state)
{
	(void)state;
	struct plan_request request = ask("planned_s*", "planned_little");
	assert_int_equal(lines(ids(&request, 1000)), 1);
	assert_non_null(strstr(ids(&request, 1000), "planned_single"));
	request.selfcheck = true;
	assert_int_equal(lines(ids(&request, 1000)), 2);
	assert_non_null(strstr(ids(&request, 1000), "planned_self_check"));
	request = ask("planned_self_check", "planned_little"); /* a full name needs no more */
	assert_int_equal(lines(ids(&request, 1000)), 2);
	request.patterns[0] = "planned_self_chec?";
	assert_non_null(strstr(ids(&request, 1000), "nothing to run"));
}

int main(void)
{
	registry_close();
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_product_is_filtered_by_accepts),
	    cmocka_unit_test(choices_narrow_the_product),
	    cmocka_unit_test(bad_choices_are_refused),
	    cmocka_unit_test(scenarios_take_turns),
	    cmocka_unit_test(rounds_take_the_next_seed),
	    cmocka_unit_test(shards_share_all_runs),
	    cmocka_unit_test(what_cannot_run_is_told_once),
	    cmocka_unit_test(foreign_allocators_have_builds_of_their_own),
	    cmocka_unit_test(asan_goes_where_plain_goes_when_named),
	    cmocka_unit_test(nothing_left_is_said),
	    cmocka_unit_test(selfchecks_are_run_only_when_asked_for),
	    cmocka_unit_test(wildcards_find_selfchecks_only_when_asked_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
