#include "stress/outcome.h"

#include <string.h>

static const char *const names[] = {
#define OUTCOME_NAME(name, meaning) #name,
    OUTCOMES(OUTCOME_NAME)
#undef OUTCOME_NAME
};

static const char *const meanings[] = {
#define OUTCOME_MEANING(name, meaning) meaning,
    OUTCOMES(OUTCOME_MEANING)
#undef OUTCOME_MEANING
};

const char *outcome_name(enum outcome outcome)
{
	return names[outcome];
}

const char *outcome_meaning(enum outcome outcome)
{
	return meanings[outcome];
}

bool outcome_parse(const char *word, enum outcome *outcome)
{
	for (unsigned i = 0; i < OUTCOME_COUNT; i++) {
		if (strcmp(names[i], word) == 0) {
			*outcome = (enum outcome)i;
			return true;
		}
	}
	return false;
}
