/* A block that is moved takes its profile record along, or loses it, while the rate changes. */
#include "stress/activity.h"
#include "stress/scenario.h"

static void resize(struct actor *a)
{
	struct working_set set = {0};
	while (actor_round(a))
		activity_realloc(a, &set, (enum realloc_way)actor_param(a, "way"));
	working_set_drop(a, &set);
}

static void change_rate(struct actor *a)
{
	while (actor_round(a))
		activity_profile_rate(a, (enum rate_way)actor_param(a, "rate"));
}

SCENARIO(realloc_vs_profile_rate) = {
    .story = "blocks change size while the memory profile's rate changes",
    .roles = {ROLE("resizer", 2, resize), ROLE("changer", 1, change_rate)},
    .params = {{"way", {REALLOC_GROW, REALLOC_SHRINK, REALLOC_TO_LARGE}, 3},
	       {"rate", {RATE_ON_OFF, RATE_FINE_COARSE}, 2}},
    .needs = {"realloc", "profile_rate"},
    .exercises = {"realloc", "profile rate"},
};
