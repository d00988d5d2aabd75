/* Timers are set, deleted and fire, and allocate when they do, while others allocate.  The heap of
 * timers grows by malloc, under the lock that guards it. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(timer_vs_malloc) = {
    .story = "timers fire and allocate while others allocate",
    .roles = {ROLE("setter", 2, role_timer), ROLE("mutator", 2, role_churn)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3}},
    .needs = {"timer_add"},
    .exercises = {"timer that allocates", "timer delete", "malloc", "free"},
    .check = role_timer_check,
};
