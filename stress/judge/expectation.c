#include "stress/judge/expectation.h"

#include <string.h>

enum { WHY_SHOWN_MAX = 200 };

static bool declares_cycle(const struct scenario *scenario, const struct finding *finding)
{
	char classes[CLASSES_TEXT_MAX];
	finding_classes(finding, classes, sizeof classes);
	for (unsigned i = 0; i < EXPECTED_CYCLES_MAX && scenario->expect_cycles[i]; i++) {
		if (strcmp(scenario->expect_cycles[i], classes) == 0)
			return true;
	}
	return false;
}

/* What is declared for tsan holds where only its lock orders are reported; races are not. */
static const char *declared_word(const struct evidence *evidence)
{
	const struct scenario *scenario = evidence->scenario;
	const char *word = scenario_expects(scenario, evidence->id->build);
	if (word || evidence->id->build != BUILD_tsan_locks)
		return word;
	word = scenario_expects(scenario, BUILD_tsan);
	return word && strcmp(word, outcome_name(OUTCOME_race)) != 0 ? word : NULL;
}

static bool is_expected(const struct evidence *evidence, const struct finding *finding)
{
	const struct scenario *scenario = evidence->scenario;
	const char *word = declared_word(evidence);
	if (finding->outcome == OUTCOME_lock_cycle && scenario->expect_cycles[0])
		return declares_cycle(scenario, finding);
	return evidence->id->bug_count == 0 && word &&
	       strcmp(word, outcome_name(finding->outcome)) == 0;
}

void expectation_mark(const struct evidence *evidence, struct findings *findings)
{
	for (unsigned i = 0; i < findings->count; i++) {
		struct finding *finding = &findings->at[i];
		finding->expected = is_expected(evidence, finding);
		if (finding->expected && evidence->scenario->why_expected) {
			finding_say(finding, "Expected:");
			finding_say(finding, evidence->scenario->why_expected);
		}
	}
}

/* Whether a self-check came out as declared: with that outcome, and with nothing undeclared. */
static bool as_declared(const struct findings *findings, const char *word)
{
	bool seen = strcmp(word, outcome_name(OUTCOME_clean)) == 0;
	for (unsigned i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->at[i];
		if (!finding->expected)
			return false;
		seen |= strcmp(word, outcome_name(finding->outcome)) == 0;
	}
	return seen;
}

/* How much of the text fits into `most` bytes without cutting a word. */
static int whole_words(const char *text, int most)
{
	int length = (int)strnlen(text, (size_t)most + 1);
	if (length <= most)
		return length;
	for (length = most; length > 0 && text[length] != ' '; length--)
		;
	return length;
}

void expectation_of_selfcheck(const struct evidence *evidence, struct findings *findings)
{
	const char *word = declared_word(evidence);
	const struct finding *first = findings->count ? &findings->at[0] : NULL;
	word = word ? word : outcome_name(OUTCOME_clean);
	if ((first && first->outcome == OUTCOME_skip) || as_declared(findings, word))
		return;
	const char *why = first ? first->why : "";
	int length = whole_words(why, WHY_SHOWN_MAX);
	findings_add(findings, OUTCOME_broken, "judge",
		     "Self-check: declared to end as %s, and ended as %s%s%.*s%s", word,
		     outcome_name(first ? first->outcome : OUTCOME_clean), first ? ": " : ".",
		     length, why, why[length] ? " ..." : "");
}
