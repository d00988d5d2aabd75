/* Threads fall asleep and wake up, again and again, while idle memory goes back to the system. */
#include "stress/role.h"
#include "stress/scenario.h"

static void sleep_and_use(struct actor *a)
{
	size_t size = (size_t)actor_param(a, "size");
	struct working_set set = {0};
	while (actor_round(a)) {
		activity_sleep(a, 20 + random_below(&a->random, 200));
		activity_churn(a, &set, size);
	}
	working_set_drop(a, &set);
}

SCENARIO(sleep_vs_scavenge) = {
    .story = "threads sleep between allocations while idle memory goes back to the system",
    .roles = {ROLE("sleeper", 4, sleep_and_use), ROLE("scavenger", 1, role_scavenge)},
    .params = {{"size", {SIZE_LARGE, SIZE_SMALL, SIZE_HUGE}, 3},
	       {"scavenge", {SCAVENGE_ON_DEMAND, SCAVENGE_TICK}, 2}},
    .needs = {"sleep_us", "scavenge", "scavenge_tick"},
    .exercises = {"sleep", "scavenge"},
};
