#include "stress/record.h"

#include "stress/tsan.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Until a keeper's record is attached the process writes into one of its own. */
static struct record own_record = {.magic = RECORD_MAGIC};
struct record *run_record = &own_record;

/* Held while the name of an operation is appended. */
static atomic_flag appending = ATOMIC_FLAG_INIT;

bool record_attach(int fd)
{
	void *map = mmap(NULL, sizeof(struct record), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (map == MAP_FAILED)
		return false;
	run_record = map;
	return true;
}

bool record_detach(void)
{
	atomic_flag_clear(&appending); /* a thread of the parent may have held it */
	if (run_record == &own_record)
		return false;
	run_record = &own_record;
	return true;
}

void record_clear(struct record *r)
{
	memset(r, 0, sizeof *r);
	r->magic = RECORD_MAGIC;
}

struct record *record_create(int *fd)
{
	*fd = memfd_create("gridlock-record", MFD_CLOEXEC);
	if (*fd < 0)
		return NULL;
	void *map = MAP_FAILED;
	if (ftruncate(*fd, sizeof(struct record)) == 0)
		map = mmap(NULL, sizeof(struct record), PROT_READ | PROT_WRITE, MAP_SHARED, *fd, 0);
	if (map == MAP_FAILED) {
		int saved = errno;
		close(*fd);
		errno = saved;
		return NULL;
	}
	struct record *r = map;
	r->magic = RECORD_MAGIC;
	return r;
}

void record_destroy(struct record *r, int fd)
{
	munmap(r, sizeof *r);
	close(fd);
}

void record_message(enum message_kind kind, const char *format, ...)
{
	uint32_t index = atomic_fetch_add(&run_record->message_count, 1);
	if (index >= MESSAGES_MAX)
		return;
	struct message *message = &run_record->messages[index];
	message->kind = kind;
	va_list args;
	va_start(args, format);
	tsan_quiet_begin();
	vsnprintf(message->text, sizeof message->text, format, args);
	tsan_quiet_end();
	va_end(args);
	atomic_store(&message->ready, 1);
}

static uint32_t find_operation(const char *name, uint32_t count)
{
	uint32_t i = 0;
	while (i < count && strncmp(run_record->operations[i], name, NAME_MAX_BYTES - 1) != 0)
		i++;
	return i;
}

/* Names are only ever appended; the lock is a spin over a handful of comparisons. */
static uint32_t append_operation(const char *name)
{
	while (atomic_flag_test_and_set(&appending))
		usleep(10);
	uint32_t count = atomic_load(&run_record->operation_count);
	uint32_t index = find_operation(name, count);
	if (index == OPERATIONS_MAX) {
		record_message(MESSAGE_BROKEN, "more than %d operations: %s", OPERATIONS_MAX, name);
		_exit(3);
	}
	if (index == count) {
		strncpy(run_record->operations[index], name, NAME_MAX_BYTES - 1);
		atomic_store(&run_record->operation_count, count + 1);
	}
	atomic_flag_clear(&appending);
	return index;
}

unsigned record_operation(const char *name)
{
	tsan_quiet_begin();
	uint32_t count = atomic_load(&run_record->operation_count);
	uint32_t index = find_operation(name, count);
	if (index == count)
		index = append_operation(name);
	tsan_quiet_end();
	return index;
}
