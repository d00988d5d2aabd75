/* Changing a limit may make a collection due for whoever allocates next; blocks on their way are
 * reachable from a root only. */
#include "stress/role.h"
#include "stress/scenario.h"

static void check(struct stage *stage)
{
	role_limit_check(stage);
	role_exchange_check(stage);
}

SCENARIO(limit_vs_free) = {
    .story = "limits change while threads free what others allocate",
    .roles = {ROLE("changer", 1, role_limit), ROLE("mutator", 1, role_leave),
	      ROLE("giver", 1, role_give), ROLE("taker", 1, role_take)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"limit", {LIMIT_PERCENT, LIMIT_BYTES}, 2}},
    .needs = {"gc_percent", "memory_limit", "collect", "root_add"},
    .exercises = {"set", "free elsewhere"},
    .setup = role_exchange_setup,
    .check = check,
};
