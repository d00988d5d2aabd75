#include "stress/judge/made_up.h"

enum { FIRST = 101, SECOND, FORK = 301, LOCK_A = 0xa000, LOCK_B = 0xb000, SITE = 0x1234 };

static struct thread_view *add_thread(struct made_up *m, int32_t tid, const char *name)
{
	uint32_t index = m->seen.thread_count++;
	struct thread_view *view = &m->seen.threads[index];
	*view = (struct thread_view){.tid = tid, .slot = (int32_t)index, .state = 'S'};
	view->frame_count = 1;
	view->frames[0] = 0x5000 + index;
	view->class_index = CLASS_NONE;
	snprintf(m->record.threads[index].name, NAME_MAX_BYTES, "%s", name);
	m->record.thread_count = index + 1;
	return view;
}

static struct thread_view *add_waiter(struct made_up *m, int32_t tid, const char *name,
				      uint64_t lock, const char *class, int32_t waits_for)
{
	struct thread_view *view = add_thread(m, tid, name);
	view->futex = lock;
	view->kind = WAIT_LOCK;
	view->class_index = made_up_class(m, class);
	view->waits_for = waits_for;
	view->in_deadlock = true;
	return view;
}

static void add_hold(struct made_up *m, uint32_t slot, uint64_t lock, uint32_t class_index)
{
	struct thread_slot *holder = &m->record.threads[slot];
	holder->held[holder->held_count++] =
	    (struct held){.lock = lock, .site = SITE + slot, .class_index = class_index};
}

static void close_cycle(struct made_up *m, uint32_t length)
{
	m->seen.standstill = STANDSTILL_PROVED;
	m->seen.cycle_count = length;
	for (uint32_t i = 0; i < length; i++)
		m->seen.cycle[i] = i;
}

/* "first" holds a and wants b, "second" the other way round. */
static void quarrel(struct made_up *m)
{
	add_waiter(m, FIRST, "first", LOCK_B, "b", SECOND);
	add_waiter(m, SECOND, "second", LOCK_A, "a", FIRST);
	add_hold(m, 0, LOCK_A, 1);
	add_hold(m, 1, LOCK_B, 0);
	close_cycle(m, 2);
}

static void no_standstill_is_no_finding(void **state)
{
	struct made_up *m = *state;
	quarrel(m);
	m->seen.standstill = STANDSTILL_NONE;
	assert_no_finding(m, "waits");
}

static void a_proved_cycle_is_a_deadlock(void **state)
{
	struct made_up *m = *state;
	quarrel(m);
	assert_one_finding(m, "waits", OUTCOME_deadlock, "first: waits for b, which second holds");
	const struct finding *finding = &m->findings.at[0];
	assert_int_equal(finding->edge_count, 2);
	const struct finding_edge *edge = &finding->edges[0];
	assert_string_equal(edge->thread, "first");
	assert_string_equal(edge->held, "a");
	assert_string_equal(edge->wanted, "b");
	assert_int_equal(edge->held_instance, LOCK_A);
	assert_int_equal(edge->wanted_instance, LOCK_B);
	assert_int_equal(edge->held_frames, 1);
	assert_int_equal(edge->held_stack[0], SITE);
	assert_int_equal(edge->wanted_stack[0], 0x5000);
	char classes[64];
	finding_classes(finding, classes, sizeof classes);
	assert_string_equal(classes, "a+b");
}

static void its_own_lock(void **state)
{
	struct made_up *m = *state;
	add_waiter(m, FIRST, "first", LOCK_A, "a", FIRST)->level = 1;
	add_hold(m, 0, LOCK_A, 0);
	close_cycle(m, 1);
	assert_one_finding(m, "waits", OUTCOME_deadlock,
			   "in a signal handler, waits for a, which it holds itself");
	assert_string_equal(m->findings.at[0].edges[0].held, "a");
}

static void a_wake_that_is_owed(void **state)
{
	struct made_up *m = *state;
	add_waiter(m, FIRST, "sleeper", LOCK_A, "prof", SECOND)->owed = true;
	add_waiter(m, SECOND, "ower", LOCK_B, "mheap", FIRST);
	add_hold(m, 0, LOCK_B, 1);
	m->record.threads[1].waits[0].owes[2] = LOCK_A;
	close_cycle(m, 2);
	const char *words = "asleep on a lock whose wake is owed by ower, which "
			    "waits for mheap, which the sleeper holds";
	assert_one_finding(m, "waits", OUTCOME_deadlock, words);
	assert_string_equal(m->findings.at[0].edges[0].remark, words);
	assert_string_equal(m->findings.at[0].edges[0].wanted, "prof");
	assert_string_equal(m->findings.at[0].edges[1].held, "prof");
	/* Without the debt the same picture is a wake that was swallowed. */
	m->record.threads[1].waits[0].owes[2] = 0;
	assert_one_finding(m, "waits", OUTCOME_deadlock,
			   "asleep on a lock whose wake went to ower, held up in a signal handler, "
			   "which waits for mheap, which the sleeper holds");
}

static void a_set_without_a_cycle(void **state)
{
	struct made_up *m = *state;
	add_waiter(m, FIRST, "poster", LOCK_A, "a", SECOND);
	struct thread_view *waiter = add_waiter(m, SECOND, "waiter", LOCK_B, "credits", 0);
	waiter->kind = WAIT_SEMAPHORE;
	add_thread(m, SECOND + 1, "idler");
	struct thread_view *joiner = add_waiter(m, SECOND + 2, "main", LOCK_B, "", FIRST);
	joiner->kind = WAIT_JOIN;
	close_cycle(m, 0);
	assert_one_finding(m, "waits", OUTCOME_deadlock,
			   "waiter: waits for credits, which nobody is left");
	assert_int_equal(m->findings.at[0].edge_count, 2);
}

static void an_owner_that_is_gone(void **state)
{
	struct made_up *m = *state;
	add_waiter(m, FIRST, "first", LOCK_A, "a", 999);
	close_cycle(m, 0);
	assert_one_finding(m, "waits", OUTCOME_deadlock, "(thread 999) no longer exists");
}

static struct thread_view *add_forked(struct made_up *m, int32_t process)
{
	struct thread_view *view = &m->seen.threads[m->seen.thread_count++];
	*view = (struct thread_view){.tid = process, .process = process, .slot = -1, .state = 'S'};
	view->forked = true;
	view->frame_count = 1;
	view->frames[0] = 0x6000;
	view->class_index = CLASS_NONE;
	return view;
}

/* "forker" waits for a process that waits for prof, which "owner" held. */
static struct thread_view *orphan(struct made_up *m)
{
	struct thread_view *parent = add_waiter(m, FIRST, "forker 0", 0, "prof", FORK);
	parent->kind = WAIT_PROCESS;
	parent->class_index = CLASS_NONE;
	add_thread(m, SECOND, "owner");
	m->record.threads[1].tid = SECOND;
	struct thread_view *forked = add_forked(m, FORK);
	forked->futex = LOCK_A;
	forked->kind = WAIT_LOCK;
	forked->class_index = 0;
	forked->waits_for = SECOND;
	forked->in_deadlock = true;
	close_cycle(m, 0);
	return forked;
}

static void an_orphaned_lock(void **state)
{
	struct made_up *m = *state;
	orphan(m);
	assert_one_finding(m, "waits", OUTCOME_deadlock,
			   "fork of forker 0: waits for prof, which owner held when the fork "
			   "copied it: its owner is not in this process; forker 0: waits for the "
			   "end of the process that it forked.");
	const struct finding *finding = &m->findings.at[0];
	assert_int_equal(finding->edge_count, 2);
	const struct finding_edge *edge = &finding->edges[0];
	assert_string_equal(edge->thread, "fork of forker 0");
	assert_string_equal(edge->held, "");
	assert_string_equal(edge->wanted, "prof");
	assert_int_equal(edge->wanted_stack[0], 0x6000);
	assert_string_equal(finding->edges[1].thread, "forker 0");
	char classes[64];
	finding_classes(finding, classes, sizeof classes);
	assert_string_equal(classes, "prof");
}

static void an_orphaned_lock_of_an_unknown_owner(void **state)
{
	struct made_up *m = *state;
	orphan(m)->waits_for = 999;
	m->seen.threads[0].kind = WAIT_NOTHING;
	assert_one_finding(m, "waits", OUTCOME_deadlock,
			   "forked process 301: waits for prof, whose owner (thread 999) is not in "
			   "this process");
}

/* The same lock held by another thread of that process is no orphan. */
static void a_lock_held_in_the_forked_process(void **state)
{
	struct made_up *m = *state;
	orphan(m)->waits_for = FORK + 1;
	add_forked(m, FORK)->tid = FORK + 1;
	assert_one_finding(m, "waits", OUTCOME_deadlock,
			   "fork of forker 0: waits for prof, which thread 302 of a fork holds");
	char classes[64];
	finding_classes(&m->findings.at[0], classes, sizeof classes);
	assert_string_equal(classes, "?+prof");
}

static void stuck_tells_of_forked_processes_first(void **state)
{
	struct made_up *m = *state;
	add_thread(m, FIRST, "first");
	struct thread_view *forked = add_forked(m, FORK);
	forked->syscall = 34;
	m->seen.standstill = STANDSTILL_STUCK;
	assert_one_finding(m, "waits", OUTCOME_stuck, "forked process 301: in system call 34;");
	assert_string_equal(m->findings.at[0].edges[0].thread, "forked process 301");
	assert_int_equal(m->findings.at[0].edges[0].wanted_frames, 1);
}

static void stuck_tells_what_is_known(void **state)
{
	struct made_up *m = *state;
	add_thread(m, FIRST, "first")->state = 'R';
	struct thread_view *guess = add_thread(m, SECOND, "second");
	guess->futex = LOCK_A;
	guess->foreign_owner = true;
	guess->waits_for = FIRST;
	m->seen.standstill = STANDSTILL_STUCK;
	m->seen.stood_ms = 8000;
	m->seen.extensions = 3;
	snprintf(m->seen.stuck_thread, sizeof m->seen.stuck_thread, "first");
	assert_one_finding(m, "waits", OUTCOME_stuck,
			   "first made no progress for 8000 ms. It was given time 3 times more.");
	assert_one_finding(m, "waits", OUTCOME_stuck, "first: running without progress");
	assert_one_finding(m, "waits", OUTCOME_stuck, "whose owner seems to be first");
}

static struct thread_view *add_guess(struct made_up *m, int32_t tid, const char *name,
				     int32_t owner)
{
	struct thread_view *guess = add_thread(m, tid, name);
	guess->futex = LOCK_A;
	guess->foreign_owner = true;
	guess->waits_for = owner;
	return guess;
}

static void guessed_owners_that_lead_round_seem_to_say_why(void **state)
{
	struct made_up *m = *state;
	add_guess(m, FIRST, "giver 0", SECOND);
	struct thread_view *taker = add_guess(m, SECOND, "taker 0", FIRST);
	add_guess(m, FORK, "third", FIRST); /* behind them */
	add_thread(m, FORK + 1, "runner")->state = 'R';
	m->seen.standstill = STANDSTILL_STUCK;
	const char *words = "The mutexes seem to say why: giver 0 waits for taker 0, taker 0 for "
			    "giver 0, third for giver 0. runner: running";
	assert_one_finding(m, "waits", OUTCOME_stuck, words);
	assert_non_null(strstr(m->findings.at[0].meaning, "no proof"));
	taker->waits_for = SECOND;
	assert_one_finding(m, "waits", OUTCOME_stuck,
			   "say why: giver 0 waits for taker 0, taker 0 for itself,");
	/* An owner that runs says nothing. */
	taker->foreign_owner = false;
	made_up_look(m, "waits");
	assert_null(strstr(m->findings.at[0].why, "say why"));
	assert_null(m->findings.at[0].meaning);
}

static void those_behind_a_cycle_are_told_of(void **state)
{
	struct made_up *m = *state;
	quarrel(m);
	assert_one_finding(m, "waits", OUTCOME_deadlock, "2 of 2 threads");
	assert_null(strstr(m->findings.at[0].why, "Behind"));
	struct thread_view *joiner = add_waiter(m, FORK, "main", 0xc000, "", FIRST);
	joiner->kind = WAIT_JOIN;
	add_thread(m, FORK + 1, "idler");
	assert_one_finding(m, "waits", OUTCOME_deadlock,
			   "first holds. Behind them: main: waits for the end of first.");
	assert_int_equal(m->findings.at[0].edge_count, 2);
	for (int32_t i = 2; i < 6; i++)
		add_waiter(m, FORK + i, "more", LOCK_A, "a", FIRST);
	assert_one_finding(m, "waits", OUTCOME_deadlock, "; and 2 more.");
}

static void a_damaged_record_is_not_read(void **state)
{
	struct made_up *m = *state;
	quarrel(m);
	m->seen.threads[0].slot = 1 << 30;
	m->seen.cycle[0] = 1u << 30;
	m->evidence.record_damaged = true;
	assert_one_finding(m, "waits", OUTCOME_stuck, "A thread made no progress");
	assert_string_equal(m->findings.at[0].edges[0].wanted, "");
}

int main(void)
{
	registry_close();
	const struct CMUnitTest tests[] = {
	    judged(no_standstill_is_no_finding),
	    judged(a_proved_cycle_is_a_deadlock),
	    judged(its_own_lock),
	    judged(a_wake_that_is_owed),
	    judged(a_set_without_a_cycle),
	    judged(an_owner_that_is_gone),
	    judged(an_orphaned_lock),
	    judged(an_orphaned_lock_of_an_unknown_owner),
	    judged(a_lock_held_in_the_forked_process),
	    judged(stuck_tells_of_forked_processes_first),
	    judged(stuck_tells_what_is_known),
	    judged(guessed_owners_that_lead_round_seem_to_say_why),
	    judged(those_behind_a_cycle_are_told_of),
	    judged(a_damaged_record_is_not_read),
	};
	return cmocka_run_group_tests_name("waits", tests, NULL, NULL);
}
