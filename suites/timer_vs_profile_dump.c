/* Timers are allocated under the lock that guards them, and sampled there, while the profile is
 * read. */
#include "stress/role.h"
#include "stress/scenario.h"

static void setup(struct stage *stage)
{
	stage->heap->profile_rate(1);
}

SCENARIO(timer_vs_profile_dump) = {
    .story = "the memory profile is read while timers fire and allocate",
    .roles = {ROLE("setter", 2, role_timer), ROLE("reader", 1, role_profile_dump)},
    .needs = {"timer_add", "profile_rate", "profile_dump"},
    .exercises = {"timer that allocates", "timer delete", "profile dump"},
    .setup = setup,
    .check = role_timer_check,
};
