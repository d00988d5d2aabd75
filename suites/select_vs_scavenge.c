/* Threads sleep in select while idle pages go back to the system. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(select_vs_scavenge) = {
    .story = "threads wait in select while idle pages go back to the system",
    .roles = {ROLE("receiver", 2, role_select_wait), ROLE("sender", 1, role_select_send),
	      ROLE("scavenger", 1, role_scavenge)},
    .params = {{"scavenge", {SCAVENGE_ON_DEMAND, SCAVENGE_TICK}, 2}},
    .needs = {"select", "channel_make", "scavenge", "scavenge_tick"},
    .exercises = {"select wait", "select send", "scavenge"},
    .setup = role_select_setup,
    .check = role_select_check,
};
