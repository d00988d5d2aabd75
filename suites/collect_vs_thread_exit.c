/* Threads come and go: the world is stopped while one starts, or gives back its cache at its end.
 */
#include "stress/activity.h"
#include "stress/scenario.h"

static void come_and_go(struct actor *a)
{
	while (actor_round(a))
		activity_thread(a, (size_t)actor_param(a, "size"));
}

static void collect(struct actor *a)
{
	while (actor_round(a))
		activity_collect(a, (enum collect_way)actor_param(a, "collect"));
}

SCENARIO(collect_vs_thread_exit) = {
    .story = "garbage is collected while threads start and exit",
    .roles = {ROLE("host", 2, come_and_go), ROLE("collector", 1, collect)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE}, 2},
	       {"collect", {COLLECT_ALL, COLLECT_LAZILY}, 2}},
    .needs = {"collect"},
    .exercises = {"thread with", "collect"},
};
