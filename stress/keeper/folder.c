#include "stress/keeper/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEPTH_MAX = 64 };

bool folder_make(char *path, size_t size)
{
	const char *parent = getenv("TMPDIR");
	if (!parent || parent[0] != '/')
		parent = "/tmp";
	int length = snprintf(path, size, "%s/gridlock-XXXXXX", parent);
	if (length < 0 || (size_t)length >= size) {
		errno = ENAMETOOLONG;
		return false;
	}
	return mkdtemp(path) != NULL;
}

/* Empties the directory `fd` and closes it.  What lies deeper than DEPTH_MAX is brought up to
   `top` instead, so that neither descriptors nor stack run out. */
static void empty(int fd, int top, unsigned depth)
{
	static unsigned brought_up;
	DIR *directory = fdopendir(fd);
	if (!directory) {
		close(fd);
		return;
	}
	struct dirent *entry;
	while ((entry = readdir(directory))) {
		const char *name = entry->d_name;
		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || unlinkat(fd, name, 0) == 0)
			continue;
		if (depth == DEPTH_MAX) {
			char up[32];
			snprintf(up, sizeof up, "deep-%u", brought_up++);
			renameat(fd, name, top, up);
			continue;
		}
		int inner = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (inner < 0 && errno == EACCES && fchmodat(fd, name, 0700, 0) == 0)
			inner = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (inner < 0)
			continue;
		fchmod(inner, 0700);
		empty(inner, top, depth + 1);
		unlinkat(fd, name, AT_REMOVEDIR);
	}
	closedir(directory);
}

void folder_remove(const char *path)
{
	/* Once more for everything that was brought up; each time at least DEPTH_MAX levels go. */
	for (unsigned tries = 0; tries < 1000; tries++) {
		int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (fd < 0)
			return;
		int top = fcntl(fd, F_DUPFD_CLOEXEC, 0);
		fchmod(fd, 0700);
		empty(fd, top, 0);
		close(top);
		if (rmdir(path) == 0)
			return;
	}
}
