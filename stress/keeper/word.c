#include "stress/keeper/word.h"

#include "stress/keeper/task.h"
#include "stress/sync/lock.h"

#include <string.h>

/* How glibc lays out its mutex: the fields that tell its owner. */
struct glibc_mutex {
	int32_t lock; /* 2: taken, and somebody sleeps */
	uint32_t count;
	int32_t owner;
	uint32_t users;
	int32_t kind;
};

enum { GLIBC_MUTEX_CONTENDED = 2, GLIBC_MUTEX_KINDS = 0x3ff };

bool word_is_lock(pid_t process, uint64_t address, struct word_lock *lock)
{
	struct lock copy;
	if (!task_peek(process, address, &copy, sizeof copy) || copy.magic != LOCK_MAGIC)
		return false;
	uint32_t word = atomic_load(&copy.word);
	*lock = (struct word_lock){.owner = (int32_t)(word & LOCK_OWNER),
				   .seq = atomic_load(&copy.seq),
				   .marked = word & LOCK_WAITERS,
				   .class_at = (uint64_t)(uintptr_t)copy.class};
	return true;
}

uint32_t word_class(pid_t process, const struct word_lock *lock, const struct record *record)
{
	struct lock_class copy;
	char name[NAME_MAX_BYTES];
	if (!task_peek(process, lock->class_at, &copy, sizeof copy) || copy.index == 0 ||
	    copy.index >= CLASSES_MAX ||
	    !task_peek(process, (uint64_t)(uintptr_t)copy.name, name, sizeof name) ||
	    strncmp(name, record->classes[copy.index].name, NAME_MAX_BYTES - 1) != 0)
		return CLASS_NONE;
	return copy.index;
}

int32_t word_mutex_owner(pid_t process, uint64_t address)
{
	struct glibc_mutex mutex;
	bool waited_for = task_peek(process, address, &mutex, sizeof mutex) &&
			  mutex.lock == GLIBC_MUTEX_CONTENDED &&
			  (mutex.kind & ~GLIBC_MUTEX_KINDS) == 0 && mutex.owner > 0;
	return waited_for ? mutex.owner : 0;
}
