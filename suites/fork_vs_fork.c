/* libc lets the handlers of several forks run at once, in any order: a heap that counts on one at a
 * time must see to it itself. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(fork_vs_fork) = {
    .story = "threads fork at once, and do nothing else",
    .roles = {ROLE("forker", 4, role_fork)},
    .exercises = {"fork"},
};
