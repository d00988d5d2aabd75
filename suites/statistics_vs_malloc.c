/* Statistics are read while the page heap changes. */
#include "stress/role.h"
#include "stress/scenario.h"

static void count(struct actor *a)
{
	while (actor_round(a))
		activity_statistics(a);
}

SCENARIO(statistics_vs_malloc) = {
    .story = "statistics are read while threads allocate",
    .roles = {ROLE("mutator", 2, role_churn), ROLE("reader", 1, count)},
    .params = {{"size", {SIZE_SMALL, SIZE_LARGE, SIZE_HUGE}, 3}},
    .needs = {"statistics"},
    .exercises = {"malloc", "free", "statistics"},
};
