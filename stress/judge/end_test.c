#include "stress/judge/made_up.h"

#include <signal.h>

enum { EXITED_1 = 1 << 8 };

static void a_good_end_is_no_finding(void **state)
{
	assert_no_finding(*state, "end");
}

static void a_signal_is_a_crash(void **state)
{
	struct made_up *m = *state;
	m->seen.exit_status = SIGSEGV;
	m->record.sentinel = 0;
	m->record.phase = PHASE_RUN;
	assert_one_finding(m, "end", OUTCOME_crash, "Died during the run of signal 11");
}

static void a_silent_exit_is_a_crash(void **state)
{
	struct made_up *m = *state;
	m->record.sentinel = 0;
	m->record.phase = PHASE_CHECK;
	assert_one_finding(m, "end", OUTCOME_crash, "exit status 0, without its last record");
}

static void a_bad_status_after_the_sentinel_is_a_crash(void **state)
{
	struct made_up *m = *state;
	m->seen.exit_status = EXITED_1;
	assert_one_finding(m, "end", OUTCOME_crash, "Exit status 1");
}

static void a_limit_is_a_crash_with_its_reason(void **state)
{
	struct made_up *m = *state;
	m->record.sentinel = 0;
	m->seen.exit_status = SIGKILL;
	m->seen.killed_by_keeper = true;
	snprintf(m->seen.reason, sizeof m->seen.reason, "more than 4096 MiB");
	assert_one_finding(m, "end", OUTCOME_crash, "more than 4096 MiB");
}

static void a_hang_is_for_another_judge(void **state)
{
	struct made_up *m = *state;
	m->record.sentinel = 0;
	m->seen.exit_status = SIGKILL;
	m->seen.killed_by_keeper = true;
	m->seen.standstill = STANDSTILL_STUCK;
	assert_no_finding(m, "end");
}

static void what_the_keeper_says_is_broken(void **state)
{
	struct made_up *m = *state;
	m->record.sentinel = 0;
	snprintf(m->seen.broken, sizeof m->seen.broken, "could not start the child");
	assert_one_finding(m, "end", OUTCOME_broken, "could not start the child");
}

static void what_the_child_says_is_broken(void **state)
{
	struct made_up *m = *state;
	made_up_message(m, MESSAGE_BROKEN, "could not start a thread");
	assert_one_finding(m, "end", OUTCOME_broken, "could not start a thread");
	assert_non_null(strstr(m->findings.at[0].meaning, "could not be made"));
}

static void a_message_that_is_not_ready_is_not_read(void **state)
{
	struct made_up *m = *state;
	made_up_message(m, MESSAGE_BROKEN, "half");
	m->record.messages[0].ready = 0;
	assert_no_finding(m, "end");
}

static void a_damaged_record_is_broken_and_not_read(void **state)
{
	struct made_up *m = *state;
	made_up_message(m, MESSAGE_SKIP, "made up by a wild store");
	m->evidence.record_damaged = true;
	assert_one_finding(m, "end", OUTCOME_broken, "damaged");
}

static void a_skip_keeps_its_reason(void **state)
{
	struct made_up *m = *state;
	made_up_message(m, MESSAGE_SKIP, "the allocator lacks 'scavenge'");
	assert_one_finding(m, "end", OUTCOME_skip, "lacks 'scavenge'");
}

static void print(struct made_up *m, const char *text)
{
	m->seen.output_kept = (uint32_t)strlen(text);
	memcpy(m->seen.output, text, m->seen.output_kept);
}

static void tsan_giving_up_is_broken(void **state)
{
	struct made_up *m = *state;
	print(m, "first\nFATAL: ThreadSanitizer: unexpected memory mapping\nlast\n");
	assert_one_finding(m, "end", OUTCOME_broken,
			   "FATAL: ThreadSanitizer: unexpected memory mapping");
	assert_null(strstr(m->findings.at[0].why, "last"));
	print(m, "ThreadSanitizer: CHECK failed: sanitizer_deadlock_detector.h:67");
	assert_one_finding(m, "end", OUTCOME_broken, "CHECK failed");
}

static void a_sanitizers_last_words_are_the_reason(void **state)
{
	struct made_up *m = *state;
	m->record.sentinel = 0;
	m->seen.exit_status = SIGABRT;
	print(m, "first\n==7==ERROR: AddressSanitizer: stack-buffer-overflow on address 0x1\nlast");
	assert_one_finding(m, "end", OUTCOME_crash, "AddressSanitizer: stack-buffer-overflow");
	assert_null(strstr(m->findings.at[0].why, "last"));
	print(m, "a.c:3:5: runtime error: signed integer overflow\n");
	assert_one_finding(m, "end", OUTCOME_crash, "a.c:3:5: runtime error: signed");
	print(m, "nothing of the kind\n");
	assert_one_finding(m, "end", OUTCOME_crash, "signal 6");
	assert_null(strstr(m->findings.at[0].why, "nothing"));
}

static void other_output_is_no_finding(void **state)
{
	struct made_up *m = *state;
	print(m, "ThreadSanitizer is a fine tool.  FATAL: none.\n");
	assert_no_finding(m, "end");
}

int main(void)
{
	registry_close();
	const struct CMUnitTest tests[] = {
	    judged(a_good_end_is_no_finding),
	    judged(a_signal_is_a_crash),
	    judged(a_silent_exit_is_a_crash),
	    judged(a_bad_status_after_the_sentinel_is_a_crash),
	    judged(a_limit_is_a_crash_with_its_reason),
	    judged(a_hang_is_for_another_judge),
	    judged(what_the_keeper_says_is_broken),
	    judged(what_the_child_says_is_broken),
	    judged(a_message_that_is_not_ready_is_not_read),
	    judged(a_damaged_record_is_broken_and_not_read),
	    judged(a_skip_keeps_its_reason),
	    judged(tsan_giving_up_is_broken),
	    judged(a_sanitizers_last_words_are_the_reason),
	    judged(other_output_is_no_finding),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
