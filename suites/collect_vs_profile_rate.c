/* Sweeping counts the freeing of sampled blocks while the rate of sampling changes. */
#include "stress/role.h"
#include "stress/scenario.h"

static void leave_chains(struct actor *a)
{
	while (actor_round(a))
		activity_chain(a, (size_t)actor_param(a, "size"));
}

SCENARIO(collect_vs_profile_rate) = {
    .story = "sampled garbage is swept while the memory profile's rate changes",
    .roles = {ROLE("mutator", 1, leave_chains), ROLE("changer", 1, role_profile_rate),
	      ROLE("collector", 1, role_collect_in_turn)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE}, 2}, {"rate", {RATE_ON_OFF, RATE_FINE_COARSE}, 2}},
    .needs = {"collect", "profile_rate"},
    .exercises = {"malloc for", "profile rate", "collect", "sweep>proflock"},
};
