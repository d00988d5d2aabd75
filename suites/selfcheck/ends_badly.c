/* Children that do not come to their end, or come to it without having done anything. */
#include "stress/scenario.h"

#include <stdlib.h>
#include <unistd.h>

static volatile int *volatile nowhere = (volatile int *)16;

static void die(struct actor *a)
{
	actor_begin(a, "die");
	*nowhere = 1;
	actor_end(a);
}

SCENARIO(crash_happens) = {
    .story = "a thread writes where nothing is",
    .selfcheck = true,
    .roles = {ROLE("victim", 1, die)},
    .expect = {[BUILD_plain] = "crash", [BUILD_tsan] = "crash"},
    .why_expected = "SIGSEGV",
};

static void leave(struct actor *a)
{
	actor_begin(a, "leave");
	_exit(0);
}

SCENARIO(silent_exit_happens) = {
    .story = "the child exits with 0 in the middle of its run",
    .selfcheck = true,
    .roles = {ROLE("leaver", 1, leave)},
    .expect = {[BUILD_plain] = "crash", [BUILD_tsan] = "crash"},
    .why_expected = "an exit status of 0 without the sentinel is no clean end",
};

static void idle(struct actor *a)
{
	actor_begin(a, "idle");
	actor_end(a);
}

SCENARIO(not_exercised_happens) = {
    .story = "a run that never does what it exists for",
    .selfcheck = true,
    .roles = {ROLE("idler", 1, idle)},
    .exercises = {"something else"},
    .expect = {[BUILD_plain] = "broken", [BUILD_tsan] = "broken"},
    .why_expected = "no clean without evidence",
};

static void complain(struct actor *a)
{
	actor_begin(a, "complain");
	unsigned char block[64];
	block_fill(block, sizeof block, 1);
	block[63] ^= 1;
	if (!block_intact(block, sizeof block, 1))
		actor_corrupt(a, "the block's last byte has changed");
	actor_end(a);
}

SCENARIO(corrupt_happens) = {
    .story = "a block's contents do not stand any more",
    .selfcheck = true,
    .roles = {ROLE("owner", 1, complain)},
    .exercises = {"complain"},
    .expect = {[BUILD_plain] = "corrupt", [BUILD_tsan] = "corrupt"},
    .why_expected = "one byte was changed by hand",
};
