/* Threads allocate the blocks of select beside blocks of all kinds. */
#include "stress/role.h"
#include "stress/scenario.h"

static void setup(struct stage *stage)
{
	stage->heap->profile_rate(1);
	role_select_setup(stage);
}

SCENARIO(select_vs_malloc) = {
    .story = "threads wait in select while others allocate, all of it sampled",
    .roles = {ROLE("receiver", 2, role_select_wait), ROLE("sender", 1, role_select_send),
	      ROLE("mutator", 1, role_churn)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3}},
    .needs = {"select", "channel_make", "profile_rate"},
    .exercises = {"select wait", "select send", "malloc"},
    .setup = setup,
    .check = role_select_check,
};
