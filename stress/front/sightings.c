#include "stress/front/sightings.h"

/* FNV-1a, over text and its final 0. */
static uint64_t mix(uint64_t key, const char *text)
{
	do
		key = (key ^ (unsigned char)*text) * 0x100000001b3u;
	while (*text++);
	return key;
}

unsigned sightings_count(struct sightings *sightings, const struct result *result)
{
	uint64_t key = mix(0xcbf29ce484222325u, outcome_name(result_first(result)->outcome));
	key = mix(mix(key, result->id.allocator), result->signature);
	for (unsigned i = 0; i < sightings->count; i++) {
		if (sightings->seen[i].key == key)
			return ++sightings->seen[i].times;
	}
	if (sightings->count < SIGHTINGS_MAX) {
		sightings->seen[sightings->count].key = key;
		sightings->seen[sightings->count++].times = 1;
	}
	return 1;
}
