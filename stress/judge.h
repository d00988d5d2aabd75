/* A judge looks at one run, after its end, and says what is wrong with it.
 *
 * Judges run in the front, on a sane copy of the child's record and on what the keeper saw; they
 * are pure functions, so a test feeds them made-up evidence.  Each finding is one outcome with
 * its reason; the run's outcome is the first by the order of outcomes. */
#ifndef STRESS_JUDGE_H
#define STRESS_JUDGE_H

#include "stress/keeper/observation.h"
#include "stress/outcome.h"
#include "stress/record.h"
#include "stress/registry.h"
#include "stress/run_id.h"

enum { FINDINGS_MAX = 32, WHY_MAX = 512 };

/* One step of a cycle: `thread` holds `held` and wants `wanted`. */
struct finding_edge {
	char thread[NAME_MAX_BYTES];
	char held[NAME_MAX_BYTES], wanted[NAME_MAX_BYTES]; /* class names; "" when unknown */
	uint64_t held_instance, wanted_instance;	   /* 0 when unknown */
	char remark[192]; /* how it waits, where that says more than the lock; "" otherwise */
	uint32_t held_frames, wanted_frames;
	uint64_t held_stack[FRAMES_MAX], wanted_stack[FRAMES_MAX]; /* innermost first */
	uint64_t wanted_site; /* the frame of wanted_stack that wants it; 0: not known */
	bool aside; /* no step of a cycle: what it does not hold or want is not unknown, it is not
		       there */
};

struct finding {
	enum outcome outcome;
	const char *judge;
	char why[WHY_MAX]; /* one or more plain sentences */
	uint32_t edge_count;
	struct finding_edge edges[REPORT_EDGES_MAX];
	const char *meaning; /* what the outcome means here, where its general meaning misleads;
				static; NULL: that one */
	bool yields;	     /* a real finding explains it, and comes before it */
	bool expected;	     /* the scenario declares it, with its reason */
	bool confirmed;	     /* it was predicted too, with the same classes */
	/* Of a confirmed hang: the steps of its predictions that took or wanted their locks at
	   other places than it did, or on other threads. */
	uint32_t predicted_count;
	struct finding_edge predicted[REPORT_EDGES_MAX];
};

struct evidence {
	const struct run_id *id;
	const struct scenario *scenario;
	const struct bug *const *bugs; /* bug_count of id */
	const struct record *record;   /* sane */
	bool record_damaged;	       /* then nothing of the record may be believed */
	const struct observation *seen;
};

struct findings {
	unsigned count;
	struct finding at[FINDINGS_MAX];
};

struct judge {
	const char *story;
	bool always; /* looks whoever is asked: else nobody knows whether there was a run at all */
	void (*look)(const struct evidence *evidence, struct findings *findings);
};

#define JUDGE(name) DECLARE(DECLARED_JUDGE, judge, name)

/* Appends an empty finding, or the last one again when the list is full. */
struct finding *findings_add(struct findings *findings, enum outcome outcome, const char *judge,
			     const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Appends a sentence to its reason. */
void finding_say(struct finding *finding, const char *sentence);

/* Runs every judge (or those whose names are in `only`, NULL-terminated, and those that always
   look), folds a hang and a predicted cycle of the same classes into one finding, marks the
   expected ones, and sorts: first what was not expected, then by outcome.  The first is the run's;
   there is always one (clean, when nobody complained; never for a run that was killed).  A
   self-check that does not end as declared is broken. */
void judge_run(const struct evidence *evidence, const char *const *only, struct findings *findings);

/* Class names of a cycle, each once, sorted, joined by '+' ("mheap+prof"); unknown ones are '?'.
   Steps aside add what they name. */
enum { CLASSES_TEXT_MAX = 2 * REPORT_EDGES_MAX * (NAME_MAX_BYTES + 1) };
void finding_classes(const struct finding *finding, char *text, size_t size);

#endif
