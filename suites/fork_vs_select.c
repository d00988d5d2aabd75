/* A fork among threads that wait in select: the child has their blocks, and none of them. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(fork_vs_select) = {
    .story = "a thread forks while others wait in select",
    .roles = {ROLE("forker", 1, role_fork), ROLE("receiver", 2, role_select_wait),
	      ROLE("sender", 1, role_select_send)},
    .needs = {"select", "channel_make"},
    .exercises = {"fork", "select wait", "select send"},
    .setup = role_select_setup,
    .check = role_select_check,
};
