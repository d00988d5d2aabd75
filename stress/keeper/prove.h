/* The proof: which threads of a snapshot can never be freed from outside their own set. */
#ifndef STRESS_KEEPER_PROVE_H
#define STRESS_KEEPER_PROVE_H

#include "stress/keeper/snapshot.h"

/* How much is believed; each includes the one before. */
enum belief {
	BELIEVE_OWNERS, /* owned locks, joins and processes; certain after two equal looks */
	BELIEVE_WAKES,	/* owed wakes and ownerless waits; they may heal, so they must persist */
	BELIEVE_GUESSES /* owners of foreign mutexes, futexes that nobody announced: no proof */
};

struct proof {
	uint32_t blocked;     /* threads that can never be freed; 0: nothing is proved */
	uint32_t cycle_count; /* one cycle among them, as in struct observation; 0: there is none */
	uint32_t cycle[REPORT_EDGES_MAX];
	uint64_t picture; /* equal for two looks that show the same threads in the same waits */
};

/* Fills in each view's waits_for, owed and in_deadlock. */
void prove(struct snapshot *snapshot, enum belief belief, struct proof *proof);

/* Spreads: moves[i] becomes true for every thread whose wait can be ended, directly or not, by a
   thread for which it was true.  BELIEVE_GUESSES. */
void prove_spread(const struct snapshot *snapshot, bool moves[THREADS_MAX]);

#endif
