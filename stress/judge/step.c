#include "stress/judge/step.h"

#include <string.h>

bool step_is_like(const struct finding_edge *a, const struct finding_edge *b)
{
	return strcmp(a->thread, b->thread) == 0 && strcmp(a->held, b->held) == 0 &&
	       strcmp(a->wanted, b->wanted) == 0;
}

bool step_taken_elsewhere(const struct finding_edge *step, const struct finding_edge *known)
{
	return step->held_frames > 0 &&
	       (known->held_frames == 0 || known->held_stack[0] != step->held_stack[0]);
}

bool step_wanted_elsewhere(const struct finding_edge *step, const struct finding_edge *known)
{
	return step->wanted_site && known->wanted_site && known->wanted_site != step->wanted_site;
}
