/* A fork catches blocks on their way from one thread to another, and lists of size classes in use.
 */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(fork_vs_free) = {
    .story = "a thread forks while others free what they did not allocate",
    .roles = {ROLE("forker", 1, role_fork), ROLE("giver", 1, role_give),
	      ROLE("taker", 1, role_take)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3}},
    .exercises = {"fork", "free elsewhere"},
    .setup = role_exchange_setup,
    .check = role_exchange_check,
};
