/* Threads sleep in select, their blocks reachable from their stacks only, while the collector runs;
 * the channels are roots. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(collect_vs_select) = {
    .story = "garbage is collected while threads wait in select",
    .roles = {ROLE("receiver", 2, role_select_wait), ROLE("sender", 1, role_select_send),
	      ROLE("collector", 1, role_collect)},
    .params = {{"collect", {COLLECT_ALL, COLLECT_LAZILY}, 2}},
    .needs = {"collect", "root_add", "select", "channel_make"},
    .exercises = {"select wait", "select send", "collect"},
    .setup = role_select_setup,
    .check = role_select_check,
};
