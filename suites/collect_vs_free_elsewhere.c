/* Blocks on their way from one thread to another are reachable from a root only, and are freed by
 * hand in spans that may not have been swept. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(collect_vs_free_elsewhere) = {
    .story = "garbage is collected while blocks change hands through a root",
    .roles = {ROLE("giver", 1, role_give), ROLE("taker", 1, role_take),
	      ROLE("collector", 1, role_collect)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"collect", {COLLECT_ALL, COLLECT_LAZILY}, 2}},
    .needs = {"collect", "root_add"},
    .exercises = {"malloc", "free elsewhere", "collect"},
    .setup = role_exchange_setup,
    .check = role_exchange_check,
};
