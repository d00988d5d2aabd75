/* Who sleeps in select does not hold up who stops the world, and is not woken into a world that
 * stands. */
#include "stress/role.h"
#include "stress/scenario.h"

SCENARIO(world_stop_vs_select) = {
    .story = "the world is stopped for statistics while threads wait in select",
    .roles = {ROLE("stopper", 1, role_world_stop), ROLE("receiver", 2, role_select_wait),
	      ROLE("sender", 1, role_select_send)},
    .needs = {"statistics_stopped", "select", "channel_make"},
    .exercises = {"statistics stopped", "select wait", "select send"},
    .setup = role_select_setup,
    .check = role_select_check,
};
