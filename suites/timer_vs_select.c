/* Timers and selects both park tasks, and wake them under locks of their own. */
#include "stress/role.h"
#include "stress/scenario.h"

static void check(struct stage *stage)
{
	role_timer_check(stage);
	role_select_check(stage);
}

SCENARIO(timer_vs_select) = {
    .story = "timers fire and allocate while threads wait in select",
    .roles = {ROLE("setter", 2, role_timer), ROLE("receiver", 2, role_select_wait),
	      ROLE("sender", 1, role_select_send)},
    .needs = {"timer_add", "select", "channel_make"},
    .exercises = {"timer that allocates", "timer delete", "select wait", "select send"},
    .setup = role_select_setup,
    .check = check,
};
