/* What is typed wrongly gets one clear line on stderr and exit code 2, and nothing is run.  Each
 * command line is tried in a process of its own. */
#include "stress/bug.h"
#include "stress/front/cli.h"
#include "stress/registry.h"
#include "stress/scenario.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { WORDS_MAX = 8, OUTPUT_BYTES = 1 << 16 };

SCENARIO(typed_scenario) = {.story = "made up", .params = {{.name = "typed_room", .values = {1}}}};

static void *no_block(size_t size)
{
	(void)size;
	return NULL;
}

static void no_free(void *block)
{
	(void)block;
}

static void (*steps[2])(void *) = {no_free, no_free};

static void wrong(void *block)
{
	(void)block;
}

static void wrong_otherwise(void *block)
{
	(void)block;
}

static void seed_bug(void)
{
	steps[0] = wrong;
}

static void seed_rival(void)
{
	steps[0] = wrong_otherwise;
}

static void seed_mate(void)
{
	steps[1] = wrong;
}

ALLOCATOR(typed_heap) = {
    .alloc = no_block, .free = no_free, .steps = steps, .steps_bytes = sizeof steps};
BUG(typed_bug) = {
    .story = "made up", .heap = "typed_heap", .seed = seed_bug, .catches = {"typed_scenario"}};
BUG(typed_rival) = {
    .story = "made up", .heap = "typed_heap", .seed = seed_rival, .cycles = {"a+b"}};
BUG(typed_deadlock) = {.story = "made up",
		       .heap = "typed_heap",
		       .seed = seed_mate,
		       .plain = "deadlock",
		       .cycles = {"a+b"}};
BUG(typed_mate) = {.story = "made up", .heap = "typed_heap", .seed = seed_mate};

struct tried {
	int exit_code;
	char out[OUTPUT_BYTES], err[OUTPUT_BYTES];
};

static void read_back(FILE *file, char *text)
{
	rewind(file);
	text[fread(text, 1, OUTPUT_BYTES - 1, file)] = 0;
	fclose(file);
}

static void try(struct tried *tried, const char *const words[WORDS_MAX])
{
	FILE *out = tmpfile(), *err = tmpfile();
	char copies[WORDS_MAX][256], *argv[WORDS_MAX + 2] = {(char[]){"gridlock"}};
	int argc = 1, status;
	assert_non_null(out);
	assert_non_null(err);
	for (unsigned i = 0; i < WORDS_MAX && words[i]; i++) {
		snprintf(copies[i], sizeof copies[i], "%s", words[i]);
		argv[argc++] = copies[i];
	}
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(fileno(out), STDOUT_FILENO);
		dup2(fileno(err), STDERR_FILENO);
		exit(cli_main(argc, argv));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	tried->exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	read_back(out, tried->out);
	read_back(err, tried->err);
}

static struct tried tried;

static const struct {
	const char *words[WORDS_MAX], *part; /* of the line */
} bad[] = {
    {{NULL}, "which command?"},
    {{"rum"}, "unknown command \"rum\"; did you mean \"run\"?"},
    {{"xxxxxxxxxx"}, "there are: list, run, reproduce, replay, help"},
    {{"hepl"}, "did you mean \"help\"?"},
    {{"run", "--frobnicate"}, "unrecognized option '--frobnicate'"},
    {{"run", "--budget"}, "requires an argument"},
    {{"run", "typed_scenari"}, "did you mean \"typed_scenario\"?"},
    {{"run", "no_such_thing_*"}, "no scenario matches \"no_such_thing_*\""},
    {{"run", "bad\nline"}, "unknown scenario \"bad?line\""},
    {{"run", "--allocator", "typed_hep"}, "typed_heap"},
    {{"run", "--allocator", "/no/such/file.so"}, "cannot find \"/no/such/file.so\""},
    {{"run", "--allocator", "/etc/passwd"}, "/etc/passwd"},
    {{"run", "--allocators", "/no/such/file"}, "cannot read \"/no/such/file\""},
    {{"run", "--allocators", "/dev/null"}, "names no allocator"},
    {{"run", "--bug", "typed_bag"}, "unknown bug \"typed_bag\"; did you mean \"typed_bug\""},
    {{"run", "--bug", "typed_bug+typed_bug"}, "named twice"},
    {{"run", "--bug", "typed_bug+typed_mate+typed_rival"},
     "bugs \"typed_bug\" and \"typed_rival\" both replace the same step of typed_heap"},
    {{"run", "--allocator", "typed_heap+typed_rival+typed_bug"}, "both replace the same step"},
    {{"run", "--bug", "go_16286+go_closechan_shrink_half"}, "the same step of refheap"},
    {{"run", "--bug", "typed_bug", "--allocator", "libc"}, "a bug of typed_heap, not of libc"},
    {{"run", "--strategy", "fre"}, "unknown strategy \"fre\"; did you mean \"free\"?"},
    {{"run", "--judges", "tsna"}, "unknown judge \"tsna\"; did you mean \"tsan\"?"},
    {{"run", "--judges", ""}, "unknown judge"},
    {{"run", "--build", "plian"}, "unknown build \"plian\"; did you mean \"plain\"?"},
    {{"run", "--param", "typed_rom=1"}, "did you mean \"typed_room\"?"},
    {{"run", "--param", "typed_room"}, "name=number"},
    {{"run", "--param", "typed_room=x"}, "name=number"},
    {{"run", "--budget", "0"}, "--budget takes a time"},
    {{"run", "--budget", "0s"}, "--budget takes a time"},
    {{"run", "--budget", "-5s"}, "--budget takes a time"},
    {{"run", "--budget", "1w"}, "--budget takes a time"},
    {{"run", "--budget", "soon"}, "--budget takes a time"},
    {{"run", "--seeds", "0"}, "--seeds takes a whole number"},
    {{"run", "--seeds", "1.5"}, "--seeds takes a whole number"},
    {{"run", "--seed", "abc"}, "--seed takes a number"},
    {{"run", "--seed", "-1"}, "--seed takes a number"},
    {{"run", "--seed", "99999999999999999999999"}, "--seed takes a number"},
    {{"run", "--jobs", "0"}, "--jobs takes a whole number from 1"},
    {{"run", "--jobs", "1000"}, "--jobs takes a whole number"},
    {{"run", "--shard", "3/2"}, "--shard takes K/N"},
    {{"run", "--shard", "0/2"}, "--shard takes K/N"},
    {{"run", "--shard", "1/2x"}, "--shard takes K/N"},
    {{"run", "--ms", "0"}, "--ms takes a whole number"},
    {{"run", "--limit-ms", "1"}, "--limit-ms takes a whole number"},
    {{"run", "--worn"}, "--worn needs the path"},
    {{"run", "--worn", "--allocator", "typed_heap"}, "only a shared object can be worn"},
    {{"run", "typed_scenario", "--build", "tsan-locks", "--shard", "1/1", "--param",
      "typed_room=1,ms=0"},
     "name=number"},
    {{"list", "scenarois"}, "did you mean \"scenarios\"?"},
    {{"list", "bugs", "typed_bug", "typed_mate"}, "one topic, and one name"},
    {{"list", "bugs", "typed_bag"}, "unknown bug \"typed_bag\"; did you mean \"typed_bug\"?"},
    {{"list", "judges", "tsan"}, "a name after scenarios, allocators and bugs only"},
    {{"list", "bugs", "typed_bug", "--dot"}, "--dot is for"},
    {{"list", "bugs", "--dot"}, "--dot is for"},
    {{"reproduce", "nothing_like_that_at_all"}, "unknown bug"},
    {{"reproduce", "--tries", "0"}, "--tries takes a whole number"},
    {{"replay"}, "replay takes a run id"},
    {{"replay", "a", "b"}, "replay takes one run id"},
    {{"replay", "nonsense"}, "malformed run id: expected '@' after the scenario"},
    {{"replay", "typed_scenari@typed_heap/plain:typed_room=1:free/0000000000000001"},
     "did you mean \"typed_scenario\"?"},
    {{"replay", "typed_scenario@typed_hep/plain:typed_room=1:free/0000000000000001"}, "typed_heap"},
    {{"replay", "typed_scenario@typed_heap+no/plain:typed_room=1:free/0000000000000001"},
     "unknown bug \"no\""},
    {{"replay", "typed_scenario@typed_heap+typed_rival+typed_bug/plain:typed_room=1:free/"
		"0000000000000001"},
     "bugs \"typed_rival\" and \"typed_bug\" both replace the same step of typed_heap"},
    {{"replay", "typed_scenario@typed_heap+typed_bug+typed_bug/plain:typed_room=1:free/"
		"0000000000000001"},
     "the same bug twice"},
    {{"replay", "typed_scenario@typed_heap/plain::free/0000000000000001"},
     "takes \"typed_room\" as parameter 1"},
    {{"replay", "typed_scenario@typed_heap/plain:typed_room=1,x=1:free/0000000000000001"},
     "has no parameter \"x\""},
    {{"replay", "typed_scenario@typed_heap/plain:typed_room=1:fre/0000000000000001"},
     "unknown strategy \"fre\""},
    {{"replay", "--times", "0", "x"}, "--times takes a whole number"},
};

static void bad_input_gets_one_line_and_exit_code_2(void **state)
{
	(void)state;
	for (unsigned i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		try(&tried, bad[i].words);
		const char *first = bad[i].words[0] ? bad[i].words[0] : "";
		const char *last = bad[i].words[1] ? bad[i].words[1] : "";
		if (tried.exit_code != 2)
			fail_msg("%s %s: exit code %d: %s", first, last, tried.exit_code,
				 tried.err);
		if (!strstr(tried.err, bad[i].part))
			fail_msg("%s %s: \"%s\" is not in: %s", first, last, bad[i].part,
				 tried.err);
		const char *end = strchr(tried.err, '\n');
		if (!end || end[1] || strncmp(tried.err, "gridlock", 8) != 0)
			fail_msg("%s %s: not one line: %s", first, last, tried.err);
		assert_string_equal(tried.out, "");
	}
}

static void help_and_version_are_no_errors(void **state)
{
	(void)state;
	static const char *const good[][WORDS_MAX] = {
	    {"--help"},		 {"help"},	     {"--version"},	   {"list", "--help"},
	    {"run", "--help"},	 {"run", "--usage"}, {"replay", "--help"}, {"reproduce", "--help"},
	    {"run", "--version"}};
	for (unsigned i = 0; i < sizeof good / sizeof good[0]; i++) {
		try(&tried, good[i]);
		assert_int_equal(tried.exit_code, 0);
		assert_string_equal(tried.err, "");
		assert_true(strstr(tried.out, "Usage: ") || strstr(tried.out, "gridlock 0."));
	}
}

static void a_dry_run_prints_ids(void **state)
{
	(void)state;
	static const char *const words[WORDS_MAX] = {
	    "run",	 "typed_scenario", "--allocator", "typed_heap+typed_bug",
	    "--dry-run", "--seed",	   "0xa1"};
	try(&tried, words);
	assert_int_equal(tried.exit_code, 0);
	assert_string_equal(
	    tried.out,
	    "typed_scenario@typed_heap+typed_bug/plain:typed_room=1:free/00000000000000a1\n"
	    "typed_scenario@typed_heap+typed_bug/tsan:typed_room=1:free/00000000000000a1\n");
}

static void bugs_of_different_steps_compose(void **state)
{
	(void)state;
	static const char *const made_up[WORDS_MAX] = {"run", "typed_scenario", "--bug",
						       "typed_bug+typed_mate", "--dry-run"};
	static const char *const real[WORDS_MAX] = {"run", "select_vs_stack_shrink", "--bug",
						    "go_35532+go_closechan", "--dry-run"};
	try(&tried, made_up);
	assert_int_equal(tried.exit_code, 0);
	assert_non_null(strstr(tried.out, "@typed_heap+typed_bug+typed_mate/plain"));
	try(&tried, real);
	assert_int_equal(tried.exit_code, 0);
	assert_non_null(strstr(tried.out, "@refheap+go_35532+go_closechan/tsan"));
}

static void lists_tell_what_is_declared(void **state)
{
	(void)state;
	static const struct {
		const char *words[WORDS_MAX], *part;
	} lists[] = {{{"list"}, "typed_scenario"},
		     {{"list", "scenarios"}, "typed_room = 1"},
		     {{"list", "allocators"}, "typed_heap"},
		     {{"list", "bugs"}, "typed_bug"},
		     {{"list", "judges"}, "tsan"},
		     {{"list", "outcomes"}, "lock_cycle"},
		     {{"list", "builds"}, "tsan-locks"},
		     {{"list", "capabilities"}, "realloc"},
		     {{"list", "strategies"}, "free"},
		     {{"list", "locks"}, "A < B: B may be taken while A is held"}};
	for (unsigned i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		try(&tried, lists[i].words);
		assert_int_equal(tried.exit_code, 0);
		assert_non_null(strstr(tried.out, lists[i].part));
	}
}

static void a_name_after_the_topic_tells_of_that_one(void **state)
{
	(void)state;
	static const struct {
		const char *words[WORDS_MAX], *part, *not ;
	} lists[] = {
	    {{"list", "scenarios", "typed_scenario"}, "typed_room = 1", "selfcheck"},
	    {{"list", "allocators", "typed_heap"}, "typed_heap", "libc"},
	    {{"list", "bugs", "typed_bug"}, "made up\n  a bug of: typed_heap", "typed_mate"},
	    {{"list", "bugs", "typed_bug"}, "near miss: must stay clean", "cycle"},
	    {{"list", "bugs", "typed_rival"}, "plain: clean; cycle: a+b", "near miss"},
	    {{"list", "bugs", "typed_deadlock"}, "plain: deadlock; cycle: a+b", "near miss"}};
	for (unsigned i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		try(&tried, lists[i].words);
		assert_int_equal(tried.exit_code, 0);
		assert_non_null(strstr(tried.out, lists[i].part));
		assert_null(strstr(tried.out, lists[i].not ));
	}
}

static void a_command_is_quoted_as_a_shell_needs_it(void **state)
{
	(void)state;
	char text[64], little[12];
	char *argv[] = {"gridlock run", "select_*", "--out", "it's", "", "a=1,2"};
	cli_command(text, sizeof text, 6, argv);
	assert_string_equal(text, "gridlock run 'select_*' --out 'it'\\''s' '' a=1,2");
	cli_command(little, sizeof little, 6, argv);
	assert_string_equal(little, "gridlock ru");
}

int main(void)
{
	registry_close();
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(bad_input_gets_one_line_and_exit_code_2),
	    cmocka_unit_test(help_and_version_are_no_errors),
	    cmocka_unit_test(a_dry_run_prints_ids),
	    cmocka_unit_test(bugs_of_different_steps_compose),
	    cmocka_unit_test(lists_tell_what_is_declared),
	    cmocka_unit_test(a_name_after_the_topic_tells_of_that_one),
	    cmocka_unit_test(a_command_is_quoted_as_a_shell_needs_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
