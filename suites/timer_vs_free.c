/* Timers fire and allocate while blocks are freed where they were not allocated. */
#include "stress/role.h"
#include "stress/scenario.h"

static void check(struct stage *stage)
{
	role_timer_check(stage);
	role_exchange_check(stage);
}

SCENARIO(timer_vs_free) = {
    .story = "timers fire and allocate while threads free what others allocate",
    .roles = {ROLE("setter", 2, role_timer), ROLE("giver", 1, role_give),
	      ROLE("taker", 1, role_take)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3}},
    .needs = {"timer_add"},
    .exercises = {"timer that allocates", "timer delete", "free elsewhere"},
    .setup = role_exchange_setup,
    .check = check,
};
