/* A campaign from its first result to its files: results.jsonl, junit.xml, summary.md and evidence,
 * with text in it that is meant to break each of them. */
#include "stress/front/campaign.h"
#include "stress/front/junit.h"
#include "stress/front/usage.h"
#include "stress/front/whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <libxml/parser.h>

SCENARIO(kept_scenario) = {.story = "made up <&>\"'|`*"};

static void *no_block(size_t size)
{
	(void)size;
	return NULL;
}

static void no_free(void *block)
{
	(void)block;
}

ALLOCATOR(kept_heap) = {.alloc = no_block, .free = no_free};

static const char hostile[] = "<&>\"']]>\x01\x1b[31m\xff\xfe \xed\xa0\x80 |`*\\ {x}";

/* The judge of the test: what it is told to find. */
static enum outcome to_find = OUTCOME_clean;
static bool without_held; /* what it finds: nothing is held in it */

static void find(const struct evidence *evidence, struct findings *findings)
{
	(void)evidence;
	if (to_find == OUTCOME_clean)
		return;
	struct finding *finding = findings_add(findings, to_find, "kept_judge", "%s", hostile);
	finding->edge_count = 1;
	struct finding_edge *edge = &finding->edges[0];
	snprintf(edge->thread, sizeof edge->thread, "%.20s", hostile);
	snprintf(edge->held, sizeof edge->held, "%.20s", without_held ? "" : hostile);
	snprintf(edge->wanted, sizeof edge->wanted, "b");
	edge->held_frames = edge->wanted_frames = 1;
	edge->held_stack[0] = 0x21;
	edge->wanted_stack[0] = 0x22;
	edge->held_instance = 0xabc;
	finding->predicted_count = 1;
	finding->predicted[0] = *edge;
	finding->predicted[0].held_stack[0] = 0x23;
	findings_add(findings, OUTCOME_race, "kept_judge", "another");
}

JUDGE(kept_judge) = {.look = find};

static const char *const judges[] = {"kept_judge", NULL};

struct stage_set {
	char folder[64], out[96];
	struct run run;
	struct run_id id;
};

static int begin(void **state)
{
	struct stage_set *set = calloc(1, sizeof *set);
	strcpy(set->folder, "/tmp/gridlock-test-XXXXXX");
	assert_non_null(mkdtemp(set->folder));
	snprintf(set->out, sizeof set->out, "%s/a/b", set->folder);
	set->run.record = calloc(1, sizeof *set->run.record);
	set->run.seen = calloc(1, sizeof *set->run.seen);
	record_clear(set->run.record);
	set->run.record->sentinel = RECORD_MAGIC; /* it ended well */
	struct message *message = &set->run.record->messages[0];
	set->run.record->message_count = 1;
	message->kind = MESSAGE_NOTE;
	message->ready = 1;
	snprintf(message->text, sizeof message->text, "%s", hostile);
	set->run.seen->duration_ns = 12000000;
	set->run.seen->output_kept = sizeof hostile;
	memcpy(set->run.seen->output, hostile, sizeof hostile);
	snprintf(set->id.scenario, sizeof set->id.scenario, "kept_scenario");
	snprintf(set->id.allocator, sizeof set->id.allocator, "kept_heap");
	snprintf(set->id.strategy, sizeof set->id.strategy, "free");
	set->id.params.count = 1;
	strcpy(set->id.params.entry[0].name, "room");
	set->id.params.entry[0].value = 7;
	set->id.seed = 0xfedcba9876543210;
	to_find = OUTCOME_clean;
	*state = set;
	return 0;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
	(void)status;
	(void)type;
	(void)walk;
	return remove(path);
}

static int end(void **state)
{
	struct stage_set *set = *state;
	nftw(set->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(set->run.record);
	free(set->run.seen);
	free(set);
	return 0;
}

static struct campaign *open_campaign(const struct stage_set *set)
{
	const struct campaign_options options = {.keep = true,
						 .out = set->out,
						 .quiet = true,
						 .silent = true,
						 .judges = judges,
						 .command = hostile,
						 .seed = 77};
	return campaign_open(&options);
}

static char *read_file(const struct stage_set *set, const char *name)
{
	static char text[1 << 16];
	char path[256];
	snprintf(path, sizeof path, "%s/%s", set->out, name);
	FILE *file = fopen(path, "r");
	if (!file)
		fail_msg("%s: %s", path, strerror(errno));
	text[fread(text, 1, sizeof text - 1, file)] = 0;
	fclose(file);
	return text;
}

static void a_line_has_every_field(void **state)
{
	struct stage_set *set = *state;
	static const char *const fields[] = {
	    "id",	"scenario", "allocator", "bug",	      "params", "strategy",  "seed",
	    "build",	"outcome",  "judge",	 "signature", "cycle",	"exercised", "duration_ms",
	    "evidence", "replay",   "notes",	 "why",	      "also",	"predicted"};
	struct campaign *campaign = open_campaign(set);
	to_find = OUTCOME_deadlock;
	campaign_run(campaign, &set->id, &set->run);
	char *text = read_file(set, "results.jsonl"); /* valid before the campaign ends */
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
	json_t *object = json_loads(text, 0, NULL);
	assert_non_null(object);
	for (unsigned i = 0; i < sizeof fields / sizeof fields[0]; i++) {
		if (!json_object_get(object, fields[i]))
			fail_msg("no field \"%s\"", fields[i]);
	}
	assert_string_equal(results_text(object, "outcome"), "deadlock");
	assert_string_equal(results_text(object, "seed"), "fedcba9876543210");
	assert_string_equal(results_text(object, "evidence"), "evidence/1");
	assert_string_equal(results_text(object, "replay"),
			    "gridlock replay kept_scenario@kept_heap/plain:room=7:free/"
			    "fedcba9876543210");
	const json_t *edge = json_array_get(json_object_get(object, "cycle"), 0);
	assert_string_equal(results_text(edge, "wanted"), "b");
	assert_string_equal(results_text(edge, "held_instance"), "0xabc");
	assert_string_equal(
	    json_string_value(json_array_get(json_object_get(edge, "held_stack"), 0)), "0x21");
	const json_t *step = json_array_get(json_object_get(object, "predicted"), 0);
	assert_string_equal(results_text(step, "wanted"), "b");
	assert_string_equal(
	    json_string_value(json_array_get(json_object_get(step, "held_stack"), 0)), "0x23");
	const json_t *also = json_object_get(object, "also");
	assert_int_equal(json_array_size(also), 1);
	assert_int_equal(json_array_size(json_object_get(json_array_get(also, 0), "predicted")), 0);
	assert_int_equal(json_array_size(json_object_get(object, "notes")), 1);
	assert_int_equal(
	    json_integer_value(json_object_get(json_object_get(object, "params"), "room")), 7);
	json_decref(object);
	assert_int_equal(campaign_close(campaign, false), EXIT_FINDINGS);
}

static void all_files_survive_hostile_text(void **state)
{
	struct stage_set *set = *state;
	struct campaign *campaign = open_campaign(set);
	campaign_run(campaign, &set->id, &set->run);
	to_find = OUTCOME_deadlock;
	campaign_run(campaign, &set->id, &set->run);
	to_find = OUTCOME_broken;
	campaign_run(campaign, &set->id, &set->run);
	campaign_skip(campaign, &set->id, hostile);
	assert_int_equal(campaign_close(campaign, false), EXIT_BROKEN);
	const char *xml = read_file(set, "junit.xml");
	xmlDoc *document = xmlReadMemory(xml, (int)strlen(xml), "junit.xml", NULL, XML_PARSE_NONET);
	assert_non_null(document);
	xmlFreeDoc(document);
	assert_non_null(strstr(xml, "tests=\"4\" failures=\"1\" errors=\"1\" skipped=\"1\""));
	assert_non_null(strstr(xml, "classname=\"kept_heap.kept_scenario\""));
	assert_non_null(strstr(xml, "predicted from thread: "));
	assert_non_null(strstr(xml, "0x23"));
	assert_non_null(strstr(xml, "/fedcba9876543210\"")); /* names are unique: */
	assert_non_null(strstr(xml, "/fedcba9876543210 (4)\""));
	const char *summary = read_file(set, "summary.md");
	assert_non_null(strstr(summary, "First seed: 77.  Heaps: kept\\_heap."));
	assert_non_null(strstr(summary, "skipped 1: "));
	assert_non_null(strstr(summary, "| kept_scenario | plain | 4 | 1 | 0 | 1 | 1 | 1 |"));
	assert_null(strchr(summary, '\033'));
	assert_non_null(strstr(read_file(set, "evidence/1/report.txt"), "holds "));
	assert_non_null(strstr(read_file(set, "evidence/1/report.txt"), "the prediction saw "));
	assert_int_equal(memcmp(read_file(set, "evidence/1/output.txt"), hostile, sizeof hostile),
			 0);
	assert_non_null(strstr(read_file(set, "evidence/2/report.txt"), "broken: "));
}

static void a_clean_campaign_keeps_no_evidence(void **state)
{
	struct stage_set *set = *state;
	char path[128];
	struct campaign *campaign = open_campaign(set);
	campaign_run(campaign, &set->id, &set->run);
	assert_int_equal(campaign_close(campaign, false), EXIT_CLEAN);
	snprintf(path, sizeof path, "%s/evidence", set->out);
	assert_int_equal(access(path, F_OK), -1);
	assert_non_null(strstr(read_file(set, "summary.md"), "None."));
}

static void an_interrupted_campaign_leaves_valid_files(void **state)
{
	struct stage_set *set = *state;
	struct campaign *campaign = open_campaign(set);
	assert_int_equal(campaign_close(campaign, true), EXIT_INTERRUPTED);
	assert_string_equal(read_file(set, "results.jsonl"), "");
	assert_non_null(strstr(read_file(set, "junit.xml"), "tests=\"0\""));
	assert_non_null(strstr(read_file(set, "summary.md"), "(interrupted)"));
}

static void a_folder_with_results_is_refused(void **state)
{
	struct stage_set *set = *state;
	struct results first, second;
	char why[256] = "";
	assert_true(results_open(&first, set->out, why, sizeof why));
	assert_false(results_open(&second, set->out, why, sizeof why));
	assert_non_null(strstr(why, "holds results of another run"));
	assert_true(results_close(&first));
	snprintf(set->out, sizeof set->out, "%s/c", set->folder);
	assert_true(results_open(&second, set->out, why, sizeof why));
	assert_true(results_close(&second));
}

static void a_line_that_does_not_fit_is_taken_back(void **state)
{
	struct stage_set *set = *state;
	struct results results;
	struct rlimit before, little;
	char why[256] = "", *text;
	json_t *small = json_pack("{s:i}", "x", 1), *large = json_object();
	for (unsigned i = 0; i < 100; i++) {
		char key[16];
		snprintf(key, sizeof key, "key%u", i);
		json_object_set_new(large, key, json_string("0123456789"));
	}
	assert_true(results_open(&results, set->out, why, sizeof why));
	assert_true(results_append(&results, small));
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	little = before;
	little.rlim_cur = 500; /* a full disk, in the middle of the line */
	setrlimit(RLIMIT_FSIZE, &little);
	assert_false(results_append(&results, large));
	setrlimit(RLIMIT_FSIZE, &before);
	assert_true(results_append(&results, small));
	assert_true(results_close(&results));
	text = read_file(set, "results.jsonl");
	assert_string_equal(text, "{\"x\":1}\n{\"x\":1}\n");
	json_decref(small);
	json_decref(large);
}

static void a_file_is_there_whole_or_not_at_all(void **state)
{
	struct stage_set *set = *state;
	char path[128];
	struct whole_file whole;
	struct stat status;
	assert_true(whole_file_open(&whole, set->folder, "x"));
	fputs("text", whole.file);
	snprintf(path, sizeof path, "%s/x", set->folder);
	assert_int_equal(stat(path, &status), -1);
	assert_true(whole_file_close(&whole));
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_size, 4);
	assert_true(whole_file_open(&whole, set->folder, "y"));
	whole_file_abandon(&whole);
	assert_int_equal(stat(whole.temporary, &status), -1);
	assert_false(whole_file_open(&whole, "/no/such/folder", "x"));
}

static void the_same_finding_is_counted(void **state)
{
	struct stage_set *set = *state;
	struct campaign *campaign = open_campaign(set);
	to_find = OUTCOME_stuck;
	for (unsigned i = 0; i < 8; i++)
		campaign_run(campaign, &set->id, &set->run);
	assert_int_equal(campaign->sightings.count, 1);
	assert_int_equal(campaign->sightings.seen[0].times, 8);
	assert_int_equal(campaign->evidence_count, 5);
	to_find = OUTCOME_crash;
	campaign_run(campaign, &set->id, &set->run);
	assert_int_equal(campaign->sightings.count, 2);
	assert_int_equal(campaign_close(campaign, false), EXIT_FINDINGS);
}

static void a_summary_counts_what_comes_again(void **state)
{
	struct stage_set *set = *state;
	struct campaign *campaign = open_campaign(set);
	to_find = OUTCOME_deadlock;
	campaign_run(campaign, &set->id, &set->run);
	campaign_run(campaign, &set->id, &set->run);
	to_find = OUTCOME_crash;
	campaign_run(campaign, &set->id, &set->run);
	snprintf(campaign->shortfall, sizeof campaign->shortfall, "some never happened");
	assert_int_equal(campaign_close(campaign, false), EXIT_FINDINGS);
	const char *summary = read_file(set, "summary.md");
	const char *deadlock = strstr(summary, "- **deadlock** ");
	const char *crash = strstr(summary, "- **crash** ");
	assert_non_null(deadlock);
	assert_true(crash > deadlock);
	const char *twice = strstr(summary, "(2 runs)"), *once = strstr(summary, "(1 run)");
	assert_true(twice > deadlock && twice < crash && once > crash);
	assert_null(strstr(deadlock + 1, "- **deadlock** "));
	assert_non_null(strstr(summary, "\nsome never happened\n"));
}

static void a_summary_says_why_runs_were_skipped(void **state)
{
	struct stage_set *set = *state;
	struct campaign *campaign = open_campaign(set);
	campaign_skip(campaign, &set->id, "the heap lacks 'this'");
	assert_int_equal(campaign_close(campaign, false), EXIT_CLEAN);
	const char *summary = read_file(set, "summary.md");
	assert_non_null(strstr(summary, "\nskipped 1: the heap lacks this 1\n"));
}

static void an_edge_without_a_lock_has_no_empty_line(void **state)
{
	struct stage_set *set = *state;
	struct campaign *campaign = open_campaign(set);
	to_find = OUTCOME_deadlock;
	without_held = true;
	campaign_run(campaign, &set->id, &set->run);
	without_held = false;
	assert_int_equal(campaign_close(campaign, false), EXIT_FINDINGS);
	const char *xml = read_file(set, "junit.xml");
	assert_non_null(strstr(xml, "\nwants: b\n"));
	assert_null(strstr(xml, "holds: "));
}

#define staged(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	registry_close();
	const struct CMUnitTest tests[] = {
	    staged(a_line_has_every_field),
	    staged(all_files_survive_hostile_text),
	    staged(a_clean_campaign_keeps_no_evidence),
	    staged(an_interrupted_campaign_leaves_valid_files),
	    staged(a_folder_with_results_is_refused),
	    staged(a_line_that_does_not_fit_is_taken_back),
	    staged(a_file_is_there_whole_or_not_at_all),
	    staged(the_same_finding_is_counted),
	    staged(a_summary_counts_what_comes_again),
	    staged(a_summary_says_why_runs_were_skipped),
	    staged(an_edge_without_a_lock_has_no_empty_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
