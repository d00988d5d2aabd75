#include "stress/judge/made_up.h"

static void no_complaint_is_no_finding(void **state)
{
	struct made_up *m = *state;
	made_up_message(m, MESSAGE_NOTE, "a note changes nothing");
	assert_no_finding(m, "integrity");
}

static void a_complaint_is_corrupt(void **state)
{
	struct made_up *m = *state;
	made_up_message(m, MESSAGE_CORRUPT, "a block changed");
	assert_one_finding(m, "integrity", OUTCOME_corrupt, "a block changed");
}

static void many_complaints_are_one_finding(void **state)
{
	struct made_up *m = *state;
	for (unsigned i = 0; i < MESSAGES_MAX; i++)
		made_up_message(m, MESSAGE_CORRUPT, i ? "again" : "first");
	assert_one_finding(m, "integrity", OUTCOME_corrupt, "first; again; again; and 13 more");
}

static void a_damaged_record_is_not_read(void **state)
{
	struct made_up *m = *state;
	made_up_message(m, MESSAGE_CORRUPT, "made up by a wild store");
	m->evidence.record_damaged = true;
	assert_no_finding(m, "integrity");
}

int main(void)
{
	registry_close();
	const struct CMUnitTest tests[] = {
	    judged(no_complaint_is_no_finding),
	    judged(a_complaint_is_corrupt),
	    judged(many_complaints_are_one_finding),
	    judged(a_damaged_record_is_not_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
