/* A run id names one run completely, and is its replay:
 *
 *	scenario@allocator[+bug…]/build[/worn]:k=v,…:strategy/seed
 *	cpu_rate_vs_scavenge@refheap+go_8407/tsan:room=4096,timer=0:free/00000000000000a1
 *
 * In every field whatever is not a letter, a digit or one of  _ - .  stands as %XX (upper case), so
 * that the path of an allocator fits, and a shell takes an id without quotes.  The parameters are
 * those that the scenario declares, in its order, and then "ms" where it is not the scenario's
 * own; with none the field is empty ("::").  The seed has 16 digits.  Printing and parsing are
 * exact inverses. */
#ifndef STRESS_RUN_ID_H
#define STRESS_RUN_ID_H

#include "stress/allocator.h"
#include "stress/scenario.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RUN_ID_BUGS_MAX = 8, RUN_ID_NAME_MAX = 256, RUN_ID_TEXT_MAX = 4096 };

struct params {
	unsigned count;
	struct {
		char name[32];
		long value;
	} entry[PARAMS_MAX];
	long ms; /* run_ms of this run; 0: the scenario's own */
};

struct run_id {
	char scenario[RUN_ID_NAME_MAX];
	char allocator[RUN_ID_NAME_MAX]; /* a declared id, or the path of a shared object */
	char bugs[RUN_ID_BUGS_MAX][64];
	unsigned bug_count;
	enum build build;
	enum attachment attachment;
	struct params params;
	char strategy[64];
	uint64_t seed;
};

/* Writes the text with its 0; aborts when it does not fit into `size` bytes.  RUN_ID_TEXT_MAX is
   enough for every id. */
void run_id_print(const struct run_id *id, char *text, size_t size);

/* Reads syntax only: names need not exist.  On failure `why` says where and what, in one line. */
bool run_id_parse(const char *text, struct run_id *id, char *why, size_t why_size);

/* Whether everything that the id names exists, and its parameters are the scenario's; `why` gets
   one line, with the nearest match where a name is unknown.  Shared by front and child. */
bool run_id_resolve(const struct run_id *id, char *why, size_t why_size);

#endif
