#include "stress/front/hunt.h"

#include "stress/front/choice.h"
#include "stress/front/progress.h"
#include "stress/front/usage.h"

#include <stdio.h>
#include <string.h>

static bool has_word(const char *id, const char *word)
{
	size_t length = strlen(word);
	for (const char *at = id; length && (at = strstr(at, word)); at++) {
		bool begins = at == id || at[-1] == '_', ends = !at[length] || at[length] == '_';
		if (begins && ends)
			return true;
	}
	return false;
}

const struct declared *hunt_bug(const char *name)
{
	const struct declared *found = registry_find(DECLARED_BUG, name);
	if (found)
		return found;
	for (size_t i = 0; i < registry_count(DECLARED_BUG); i++) {
		const struct declared *declared = registry_at(DECLARED_BUG, i);
		if (has_word(declared->id, name) &&
		    (!found || strlen(declared->id) < strlen(found->id)))
			found = declared;
	}
	return found ? found : usage_declared(DECLARED_BUG, name);
}

unsigned hunt_matches(const char *name, char *text, size_t size)
{
	unsigned count = 0;
	text[0] = 0;
	if (registry_find(DECLARED_BUG, name))
		return 1;
	for (size_t i = 0; i < registry_count(DECLARED_BUG); i++) {
		const char *id = registry_at(DECLARED_BUG, i)->id;
		size_t used = strlen(text);
		if (has_word(id, name))
			snprintf(text + used, size - used, "%s%s", count++ ? ", " : "", id);
	}
	return count;
}

void hunt_total(unsigned count, unsigned told, unsigned failures, char *text, size_t size)
{
	char not [32] = "", untried[48] = "";
	if (failures)
		snprintf(not, sizeof not, ", %u NOT", failures);
	if (told < count)
		snprintf(untried, sizeof untried, ", %u not tried to the end", count - told);
	snprintf(text, size, "%u bug%s: %u as declared%s%s", count, count == 1 ? "" : "s",
		 told - failures, not, untried);
}

static const struct bug *bug_of(const struct hunt *hunt)
{
	return hunt->bug->what;
}

static unsigned scenario_count(const struct bug *bug)
{
	unsigned count = 0;
	while (count < BUG_CATCHERS_MAX && bug->catches[count])
		count++;
	return count;
}

bool hunt_next(void *self, struct run_id *id)
{
	struct hunt *hunt = self;
	const struct bug *bug = bug_of(hunt);
	unsigned scenarios = scenario_count(bug);
	struct choices choices = {0};
	char why[256];
	if (hunt->started == 0)
		hunt->begun_ms = progress_now_ms();
	if (scenarios == 0 || hunt->shown || hunt->undeclared[0] ||
	    hunt->started == hunt->tries * scenarios)
		return false;
	const struct declared *scenario =
	    usage_declared(DECLARED_SCENARIO, bug->catches[hunt->started % scenarios]);
	if (bug->with && !choices_read(&choices, bug->with, why, sizeof why))
		usage_error("%s:%d: %s", hunt->bug->file, hunt->bug->line, why);
	memset(id, 0, sizeof *id);
	snprintf(id->scenario, sizeof id->scenario, "%s", scenario->id);
	snprintf(id->allocator, sizeof id->allocator, "%s", bug->heap);
	snprintf(id->bugs[0], sizeof id->bugs[0], "%s", hunt->bug->id);
	id->bug_count = 1;
	id->build = hunt->build;
	choice_at(scenario->what, &choices, 0, &id->params);
	snprintf(id->strategy, sizeof id->strategy, "free");
	id->seed = hunt->seed + hunt->started / scenarios;
	hunt->started++;
	return true;
}

static bool declares_cycle(const struct bug *bug, const char *classes)
{
	for (unsigned i = 0; i < BUG_CYCLES_MAX && bug->cycles[i]; i++) {
		if (strcmp(bug->cycles[i], classes) == 0)
			return true;
	}
	return false;
}

/* Whether the finding is one that the bug's declaration allows in this build. */
static bool is_declared(const struct bug *bug, const struct finding *finding, const char *classes)
{
	if (finding->outcome == OUTCOME_clean || finding->expected)
		return true;
	if (finding->outcome == OUTCOME_lock_cycle)
		return declares_cycle(bug, classes);
	if (finding->outcome == OUTCOME_deadlock && declares_cycle(bug, classes))
		return true; /* seldom enough not to be required */
	return bug->plain && strcmp(bug->plain, outcome_name(finding->outcome)) == 0;
}

/* In the plain build the declared outcome; with ThreadSanitizer the prediction of the first cycle,
   whether or not it happened then.  A lock that waits for itself is not predicted: it must happen.
 */
static bool shows(const struct hunt *hunt, const struct finding *finding, const char *classes)
{
	const struct bug *bug = bug_of(hunt);
	if (hunt->build == BUILD_plain)
		return bug->plain && strcmp(bug->plain, outcome_name(finding->outcome)) == 0;
	bool alone = bug->cycles[0] && !strchr(bug->cycles[0], '+');
	bool predicted = finding->outcome == OUTCOME_lock_cycle || finding->confirmed ||
			 (alone && finding->outcome == OUTCOME_deadlock);
	return predicted && bug->cycles[0] && strcmp(bug->cycles[0], classes) == 0;
}

int hunt_judge(struct hunt *hunt, const struct result *result)
{
	int which = -1;
	hunt->finished++;
	for (unsigned i = 0; i < result->findings.count; i++) {
		const struct finding *finding = &result->findings.at[i];
		char classes[CLASSES_TEXT_MAX];
		finding_classes(finding, classes, sizeof classes);
		if (!is_declared(bug_of(hunt), finding, classes) && !hunt->undeclared[0])
			snprintf(hunt->undeclared, sizeof hunt->undeclared, "%s%s%.80s: %.300s",
				 outcome_name(finding->outcome), classes[0] ? " of " : "", classes,
				 finding->why);
		if (which < 0 && !hunt->clean && shows(hunt, finding, classes)) {
			which = (int)i;
			hunt->same_classes = declares_cycle(bug_of(hunt), classes);
		}
	}
	if (which >= 0) {
		hunt->shown = true;
		hunt->shown_ms = progress_now_ms() - hunt->begun_ms;
	}
	return which;
}
