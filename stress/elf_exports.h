/* Which functions a shared object offers, found out without loading it: loading would run its
 * constructors, and an allocator that is loaded can never quite be got rid of. */
#ifndef STRESS_ELF_EXPORTS_H
#define STRESS_ELF_EXPORTS_H

#include <stdbool.h>
#include <stddef.h>

enum { ELF_EXPORTS_NAMES_MAX = 8 };

/* True when `path` is a readable ELF shared object for this machine whose dynamic symbol table
 * defines all of `names` (at most ELF_EXPORTS_NAMES_MAX) as functions.  Otherwise false, and `why`
 * gets one line.  The file is not trusted: every offset and count in it is checked, it is read
 * with pread (so that one that shrinks meanwhile does no harm), and the work is bounded.
 * Thread-safe; allocates nothing. */
bool elf_exports(const char *path, const char *const *names, size_t name_count, char *why,
		 size_t why_size);

#endif
