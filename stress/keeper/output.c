#include "stress/keeper/output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { CHUNK_BYTES = 16 * 1024, CHUNKS_PER_CALL = 16 };

static const char *const last_words[] = {"FATAL: ThreadSanitizer", "ThreadSanitizer: CHECK failed"};

static void keep(struct output *output, struct observation *seen, const char *bytes, size_t size)
{
	uint64_t at = seen->output_bytes;
	seen->output_bytes += size;
	if (at < OUTPUT_HALF) {
		size_t head = OUTPUT_HALF - at < size ? OUTPUT_HALF - (size_t)at : size;
		memcpy(seen->output + at, bytes, head);
		at += head;
		bytes += head;
		size -= head;
		seen->output_kept = (uint32_t)at;
	}
	while (size > 0) {
		size_t part = OUTPUT_HALF - at % OUTPUT_HALF;
		if (part > size)
			part = size;
		memcpy(output->tail + at % OUTPUT_HALF, bytes, part);
		at += part;
		bytes += part;
		size -= part;
	}
}

/* Looks through the end of the chunk before and this one together. */
static bool finds_last_words(struct output *output, struct observation *seen, const char *bytes,
			     size_t size)
{
	char text[OUTPUT_CARRY + CHUNK_BYTES];
	memcpy(text, output->carry, output->carried);
	memcpy(text + output->carried, bytes, size);
	size += output->carried;
	for (unsigned i = 0; i < sizeof last_words / sizeof last_words[0]; i++) {
		const char *found = memmem(text, size, last_words[i], strlen(last_words[i]));
		if (found) {
			size_t line = 0, left = size - (size_t)(found - text);
			while (line < left && found[line] != '\n')
				line++;
			snprintf(seen->broken, sizeof seen->broken, "ThreadSanitizer gave up: %.*s",
				 (int)(line < 200 ? line : 200), found);
			return true;
		}
	}
	output->carried = size < OUTPUT_CARRY ? (unsigned)size : OUTPUT_CARRY;
	memcpy(output->carry, text + size - output->carried, output->carried);
	return false;
}

bool output_drain(struct output *output, struct observation *seen)
{
	char chunk[CHUNK_BYTES];
	for (unsigned i = 0; output->fd >= 0 && i < CHUNKS_PER_CALL; i++) {
		ssize_t size = read(output->fd, chunk, sizeof chunk);
		if (size < 0 && (errno == EAGAIN || errno == EINTR))
			break;
		if (size <= 0) {
			close(output->fd);
			output->fd = -1;
			break;
		}
		keep(output, seen, chunk, (size_t)size);
		if (output->watch_tsan && finds_last_words(output, seen, chunk, (size_t)size))
			return false;
	}
	return true;
}

void output_finish(struct output *output, struct observation *seen)
{
	output_drain(output, seen);
	uint64_t end = seen->output_bytes;
	if (end <= OUTPUT_HALF)
		return;
	char *half = seen->output + OUTPUT_HALF;
	if (end <= OUTPUT_MAX) {
		memcpy(half, output->tail, end - OUTPUT_HALF);
		seen->output_kept = (uint32_t)end;
		return;
	}
	size_t oldest = end % OUTPUT_HALF;
	memcpy(half, output->tail + oldest, OUTPUT_HALF - oldest);
	memcpy(half + OUTPUT_HALF - oldest, output->tail, oldest);
	seen->output_kept = OUTPUT_MAX;
}
