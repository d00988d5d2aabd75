/* The private folder of a run: its working directory, HOME and TMPDIR. */
#ifndef STRESS_KEEPER_FOLDER_H
#define STRESS_KEEPER_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

/* Makes one under TMPDIR (or /tmp); its path goes to `path`.  False with errno. */
bool folder_make(char *path, size_t size);

/* Removes it with everything in it, however deep; symbolic links are not followed.  Nobody writes
   there any more when it is called. */
void folder_remove(const char *path);

#endif
