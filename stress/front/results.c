#include "stress/front/results.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PATH_BYTES = RESULTS_FOLDER_MAX + 32 };

static void name_by_time(char *folder, size_t size)
{
	char stamp[32];
	time_t now = time(NULL);
	struct tm utc;
	gmtime_r(&now, &utc);
	strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%SZ", &utc);
	snprintf(folder, size, "gridlock-results/%s-%d", stamp, (int)getpid());
}

/* As mkdir -p. */
static bool make_folders(const char *folder)
{
	char path[RESULTS_FOLDER_MAX];
	snprintf(path, sizeof path, "%s", folder);
	for (char *at = path + 1; *at; at++) {
		if (*at != '/')
			continue;
		*at = 0;
		if (mkdir(path, 0777) != 0 && errno != EEXIST)
			return false;
		*at = '/';
	}
	return mkdir(path, 0777) == 0 || errno == EEXIST;
}

bool results_open(struct results *results, const char *folder, char *why, size_t why_size)
{
	char path[PATH_BYTES];
	results->bytes = 0;
	if (folder && (!*folder || strlen(folder) >= RESULTS_FOLDER_MAX)) {
		snprintf(why, why_size, "the name of the output folder is empty or too long");
		return false;
	}
	if (folder)
		snprintf(results->folder, sizeof results->folder, "%s", folder);
	else
		name_by_time(results->folder, sizeof results->folder);
	snprintf(path, sizeof path, "%s/results.jsonl", results->folder);
	results->lines = -1;
	if (make_folders(results->folder))
		results->lines = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
	if (results->lines >= 0)
		return true;
	if (errno == EEXIST)
		snprintf(why, why_size, "\"%s\" holds results of another run", results->folder);
	else
		snprintf(why, why_size, "cannot write to \"%s\": %s", results->folder,
			 strerror(errno));
	return false;
}

static bool write_all(int fd, const char *bytes, size_t count)
{
	while (count > 0) {
		ssize_t written = write(fd, bytes, count);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return false;
		bytes += written;
		count -= (size_t)written;
	}
	return true;
}

bool results_append(struct results *results, const json_t *object)
{
	char *line = json_dumps(object, JSON_COMPACT);
	size_t length = line ? strlen(line) : 0;
	if (!line) {
		errno = ENOMEM;
		return false;
	}
	line[length] = '\n'; /* instead of the final 0 */
	bool written = write_all(results->lines, line, length + 1);
	free(line);
	if (written) {
		results->bytes += (off_t)length + 1;
		return true;
	}
	int error = errno;
	if (ftruncate(results->lines, results->bytes) == 0)
		lseek(results->lines, results->bytes, SEEK_SET);
	errno = error;
	return false;
}

bool results_close(struct results *results)
{
	bool synced = fsync(results->lines) == 0;
	return close(results->lines) == 0 && synced;
}

bool results_each(const char *folder, void (*each)(void *self, const json_t *object), void *self)
{
	char path[PATH_BYTES], *line = NULL;
	size_t room = 0;
	ssize_t length;
	bool valid = true;
	snprintf(path, sizeof path, "%s/results.jsonl", folder);
	FILE *file = fopen(path, "re");
	while (file && valid && (length = getline(&line, &room, file)) > 0) {
		json_t *object = json_loadb(line, (size_t)length, 0, NULL);
		valid = json_is_object(object);
		if (valid)
			each(self, object);
		json_decref(object);
	}
	free(line);
	if (file)
		fclose(file);
	return file && valid;
}

const char *results_text(const json_t *object, const char *field)
{
	const char *text = json_string_value(json_object_get(object, field));
	return text ? text : "";
}
