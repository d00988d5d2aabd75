#include "stress/front/heap_list.h"

#include "stress/bug.h"
#include "stress/front/usage.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A path is kept as it leads to the file from anywhere: it is part of the run id. */
static void set_path(char *to, const char *path)
{
	char full[PATH_MAX];
	if (!realpath(path, full))
		usage_error("cannot find \"%s\": %s", path, strerror(errno));
	if (strlen(full) >= RUN_ID_NAME_MAX)
		usage_error("the path \"%s\" is too long", full);
	memcpy(to, full, strlen(full) + 1);
}

static void read_line(struct heap_file *file, const char *path, unsigned number, char *line)
{
	char *rest = line, *word[3] = {NULL};
	unsigned words = 0;
	line[strcspn(line, "#\n")] = 0;
	while (words < 3 && (word[words] = strtok_r(NULL, " \t", &rest)))
		words++;
	if (words == 0)
		return;
	if (words != 2 || strlen(word[0]) >= sizeof file->entry[0].name)
		usage_error("%s:%u: a line has a name and a path", path, number);
	if (file->count == HEAP_FILE_MAX)
		usage_error("%s:%u: more than %d allocators", path, number, HEAP_FILE_MAX);
	memcpy(file->entry[file->count].name, word[0], strlen(word[0]) + 1);
	set_path(file->entry[file->count++].path, word[1]);
}

void heap_file_read(struct heap_file *file, const char *path)
{
	char *line = NULL;
	size_t room = 0;
	FILE *stream = fopen(path, "re");
	if (!stream)
		usage_error("cannot read \"%s\": %s", path, strerror(errno));
	for (unsigned number = 1; getline(&line, &room, stream) >= 0; number++)
		read_line(file, path, number, line);
	free(line);
	fclose(stream);
	if (file->count == 0)
		usage_error("%s: names no allocator", path);
}

static void set_allocator(struct heap_choice *heap, const struct heap_file *file, const char *name)
{
	char why[512];
	const char *path = NULL;
	const struct declared *declared = registry_find(DECLARED_ALLOCATOR, name);
	for (unsigned i = 0; i < file->count && !path; i++) {
		if (strcmp(file->entry[i].name, name) == 0)
			path = file->entry[i].path;
	}
	if (path)
		snprintf(heap->allocator, sizeof heap->allocator, "%s", path);
	else if (declared)
		snprintf(heap->allocator, sizeof heap->allocator, "%s", declared->id);
	else if (strchr(name, '/'))
		set_path(heap->allocator, name);
	if (!allocator_exists(heap->allocator[0] ? heap->allocator : name, why, sizeof why))
		usage_error("%s", why);
}

static void add_bug(struct heap_choice *heap, const char *name)
{
	const struct declared *declared = usage_declared(DECLARED_BUG, name);
	const struct bug *bug = declared->what;
	char why[256];
	if (!heap->allocator[0])
		snprintf(heap->allocator, sizeof heap->allocator, "%s", bug->heap);
	if (strcmp(heap->allocator, bug->heap) != 0)
		usage_error("bug \"%s\" is a bug of %s, not of %s", name, bug->heap,
			    heap->allocator);
	for (unsigned i = 0; i < heap->bug_count; i++) {
		if (!bugs_compose(heap->bugs[i], name, why, sizeof why))
			usage_error("%s", why);
	}
	if (heap->bug_count == RUN_ID_BUGS_MAX)
		usage_error("more than %d bugs in one heap", RUN_ID_BUGS_MAX);
	snprintf(heap->bugs[heap->bug_count++], sizeof heap->bugs[0], "%s", name);
}

static void add_bugs(struct heap_choice *heap, char *text)
{
	char *name;
	while ((name = strsep(&text, "+")))
		add_bug(heap, name);
}

void heap_choice_read(struct heap_choice *heap, const struct heap_file *file, const char *text)
{
	char copy[PATH_MAX];
	snprintf(copy, sizeof copy, "%s", text);
	/* A + in a path is part of it. */
	char *plus = strchr(copy, '/') ? NULL : strchr(copy, '+');
	if (plus)
		*plus++ = 0;
	memset(heap, 0, sizeof *heap);
	set_allocator(heap, file, copy);
	if (plus)
		add_bugs(heap, plus);
}

void heap_choice_of_bugs(struct heap_choice *heap, const char *text)
{
	char copy[RUN_ID_BUGS_MAX * 65];
	snprintf(copy, sizeof copy, "%s", text);
	memset(heap, 0, sizeof *heap);
	add_bugs(heap, copy);
}
