/* Threads come and go while the memory profile's rate changes: the last thing a thread does is to
 * give back blocks that may have been sampled. */
#include "stress/activity.h"
#include "stress/scenario.h"

static void come_and_go(struct actor *a)
{
	while (actor_round(a))
		activity_thread(a, (size_t)actor_param(a, "size"));
}

static void change_rate(struct actor *a)
{
	while (actor_round(a))
		activity_profile_rate(a, (enum rate_way)actor_param(a, "rate"));
}

SCENARIO(thread_exit_vs_profile_rate) = {
    .story = "threads start and exit while the memory profile's rate changes",
    .roles = {ROLE("host", 2, come_and_go), ROLE("changer", 1, change_rate)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3},
	       {"rate", {RATE_ON_OFF, RATE_FINE_COARSE}, 2}},
    .needs = {"profile_rate"},
    .exercises = {"thread with", "profile rate"},
};
