/* Files that are there whole or not at all: written under a temporary name, synced, renamed. */
#ifndef STRESS_FRONT_WHOLE_FILE_H
#define STRESS_FRONT_WHOLE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct whole_file {
	FILE *file; /* write to it */
	char path[512], temporary[520];
};

/* False, with errno, when it cannot be made. */
bool whole_file_open(struct whole_file *whole, const char *folder, const char *name);

/* Puts it in place; false, with errno, when any write to it failed: then nothing is in place. */
bool whole_file_close(struct whole_file *whole);

/* Leaves nothing behind. */
void whole_file_abandon(struct whole_file *whole);

/* A file of these bytes. */
bool whole_file_write(const char *folder, const char *name, const void *bytes, size_t count);

#endif
