/* Blocks are freed by hand, by another thread, in spans whose sweeping queues finalizers. */
#include "stress/role.h"
#include "stress/scenario.h"

static void check(struct stage *stage)
{
	role_finalizer_check(stage);
	role_exchange_check(stage);
}

SCENARIO(finalizer_vs_free) = {
    .story = "finalizers come and go while threads free what others allocate",
    .roles = {ROLE("finalizer", 1, role_finalizer), ROLE("collector", 1, role_collect_in_turn),
	      ROLE("giver", 1, role_give), ROLE("taker", 1, role_take)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3}},
    .needs = {"collect", "set_finalizer", "finalizers_run", "root_add"},
    .exercises = {"set finalizer", "collect", "free elsewhere"},
    .setup = role_exchange_setup,
    .check = check,
};
