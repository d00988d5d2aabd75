/* Two at once fork among threads that allocate: each copy must be one in which nobody is on the
 * way. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(fork_vs_malloc) = {
    .story = "threads fork while others allocate, and their children use what they got",
    .roles = {ROLE("forker", 2, role_fork), ROLE("mutator", 2, role_churn)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3}},
    .exercises = {"fork", "malloc", "free"},
};
