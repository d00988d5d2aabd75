/* Threads sleep in select, with its block allocated, while the memory profile's rate changes: the
 * block is freed under another rate than it was allocated under. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(select_vs_profile_rate) = {
    .story = "threads wait in select while the memory profile's rate changes",
    .roles = {ROLE("receiver", 2, role_select_wait), ROLE("sender", 1, role_select_send),
	      ROLE("changer", 1, role_profile_rate)},
    .params = {{"rate", {RATE_ON_OFF, RATE_FINE_COARSE}, 2}},
    .needs = {"select", "channel_make", "profile_rate"},
    .exercises = {"select wait", "select send", "profile rate"},
    .setup = role_select_setup,
    .check = role_select_check,
};
