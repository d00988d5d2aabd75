/* Threads come and go: the world is stopped while one starts, or gives back its cache at its end.
 */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(collect_vs_thread_exit) = {
    .story = "garbage is collected while threads start and exit",
    .roles = {ROLE("host", 2, role_come_and_go), ROLE("collector", 1, role_collect)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE}, 2},
	       {"collect", {COLLECT_ALL, COLLECT_LAZILY}, 2}},
    .needs = {"collect"},
    .exercises = {"thread with", "collect"},
};
