#include "stress/allocator.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void function(void);

static const struct capability {
	const char *name, *meaning;
	size_t offset; /* of its function in struct allocator */
} capabilities[] = {
#define CAPABILITY(name, meaning) {#name, meaning, offsetof(struct allocator, name)},
    CAPABILITIES(CAPABILITY)
#undef CAPABILITY
};

enum { CAPABILITY_COUNT = sizeof capabilities / sizeof capabilities[0] };

static const struct capability *capability_at(size_t index)
{
	if (index >= CAPABILITY_COUNT) {
		fprintf(stderr, "gridlock: there is no capability number %zu\n", index);
		abort();
	}
	return &capabilities[index];
}

size_t capability_count(void)
{
	return CAPABILITY_COUNT;
}

const char *capability_name(size_t index)
{
	return capability_at(index)->name;
}

const char *capability_meaning(size_t index)
{
	return capability_at(index)->meaning;
}

bool allocator_can(const struct allocator *allocator, const char *capability)
{
	for (size_t i = 0; i < CAPABILITY_COUNT; i++) {
		if (strcmp(capabilities[i].name, capability) != 0)
			continue;
		function *implementation;
		memcpy(&implementation, (const char *)allocator + capabilities[i].offset,
		       sizeof implementation);
		return implementation != NULL;
	}
	fprintf(stderr, "gridlock: no capability is called '%s'\n", capability);
	abort();
}

int allocator_start_thread(const struct allocator *allocator, pthread_t *thread,
			   void *(*run)(void *), void *argument)
{
	if (allocator->start_thread != NULL)
		return allocator->start_thread(thread, run, argument);
	return pthread_create(thread, NULL, run, argument);
}

int allocator_join_thread(const struct allocator *allocator, pthread_t thread)
{
	if (allocator->join_thread != NULL)
		return allocator->join_thread(thread, NULL);
	return pthread_join(thread, NULL);
}
