/* The task that runs finalizers is woken while others sleep in select and are woken themselves. */
#include "stress/role.h"
#include "stress/scenario.h"

static void check(struct stage *stage)
{
	role_finalizer_check(stage);
	role_select_check(stage);
}

SCENARIO(finalizer_vs_select) = {
    .story = "finalizers are queued and run while threads wait in select",
    .roles = {ROLE("finalizer", 1, role_finalizer), ROLE("collector", 1, role_collect_in_turn),
	      ROLE("receiver", 2, role_select_wait), ROLE("sender", 1, role_select_send)},
    .needs = {"collect", "set_finalizer", "finalizers_run", "root_add", "select", "channel_make"},
    .exercises = {"set finalizer", "collect", "select wait", "select send"},
    .setup = role_select_setup,
    .check = check,
};
