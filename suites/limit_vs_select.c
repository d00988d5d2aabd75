/* Select allocates, and so may find that a collection is due before it sleeps. */
#include "stress/role.h"
#include "stress/scenario.h"

static void check(struct stage *stage)
{
	role_limit_check(stage);
	role_select_check(stage);
}

SCENARIO(limit_vs_select) = {
    .story = "limits change while threads wait in select",
    .roles = {ROLE("changer", 1, role_limit), ROLE("mutator", 1, role_leave),
	      ROLE("receiver", 2, role_select_wait), ROLE("sender", 1, role_select_send)},
    .params = {{"limit", {LIMIT_PERCENT, LIMIT_BYTES}, 2}},
    .needs = {"gc_percent", "memory_limit", "collect", "root_add", "select", "channel_make"},
    .exercises = {"set", "select wait", "select send"},
    .setup = role_select_setup,
    .check = check,
};
