#include "stress/front/novelty.h"

#include <string.h>

static uint64_t mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
	return hash ^ (hash >> 29);
}

static uint64_t hash_name(const char *name)
{
	uint64_t hash = 14695981039346656037u;
	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * 1099511628211u;
	return hash;
}

static bool add(struct novelty *novelty, uint64_t hash)
{
	if (hash == 0)
		hash = 1;
	for (uint64_t at = hash; novelty->count < NOVELTY_MAX / 2; at++) {
		uint64_t *place = &novelty->seen[at % NOVELTY_MAX];
		if (*place == hash)
			return false;
		if (*place == 0) {
			*place = hash;
			novelty->count++;
			return true;
		}
	}
	return false;
}

static unsigned count_pairs(struct novelty *novelty, const struct record *record, uint64_t build)
{
	unsigned added = 0;
	for (uint32_t i = 0; i < record->operation_count; i++) {
		uint64_t mine = hash_name(record->operations[i]);
		for (uint32_t j = 0; j < record->operation_count; j++) {
			if (!(record->pairs[i] >> j & 1))
				continue;
			uint64_t theirs = hash_name(record->operations[j]);
			/* Which of the two began first is no difference. */
			uint64_t low = mine < theirs ? mine : theirs;
			added += add(novelty, mix(mix(build, low), mine ^ theirs));
		}
	}
	return added;
}

unsigned novelty_count(struct novelty *novelty, const struct result *result)
{
	const struct record *record = result->evidence.record;
	if (!record || result->evidence.record_damaged)
		return 0;
	uint64_t build = (uint64_t)result->id.build + 1;
	unsigned added = count_pairs(novelty, record, build);
	for (unsigned i = 0; i < CHAINS_MAX; i++)
		if (record->chains[i])
			added += add(novelty, mix(build << 32, record->chains[i]));
	return added;
}
