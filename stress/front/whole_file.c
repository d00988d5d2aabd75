#include "stress/front/whole_file.h"

#include <errno.h>
#include <unistd.h>

bool whole_file_open(struct whole_file *whole, const char *folder, const char *name)
{
	size_t length = (size_t)snprintf(whole->path, sizeof whole->path, "%s/%s", folder, name);
	if (length >= sizeof whole->path) {
		errno = ENAMETOOLONG;
		return false;
	}
	snprintf(whole->temporary, sizeof whole->temporary, "%s.part", whole->path);
	whole->file = fopen(whole->temporary, "we");
	return whole->file;
}

bool whole_file_close(struct whole_file *whole)
{
	bool written =
	    fflush(whole->file) == 0 && !ferror(whole->file) && fsync(fileno(whole->file)) == 0;
	written &= fclose(whole->file) == 0;
	if (written && rename(whole->temporary, whole->path) == 0)
		return true;
	int error = errno;
	unlink(whole->temporary);
	errno = error;
	return false;
}

void whole_file_abandon(struct whole_file *whole)
{
	fclose(whole->file);
	unlink(whole->temporary);
}

bool whole_file_write(const char *folder, const char *name, const void *bytes, size_t count)
{
	struct whole_file whole;
	if (!whole_file_open(&whole, folder, name))
		return false;
	fwrite(bytes, 1, count, whole.file);
	return whole_file_close(&whole);
}
