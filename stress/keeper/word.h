/* What lies at the word that a thread sleeps on, as the memory of its process tells.  Nothing there
 * is trusted. */
#ifndef STRESS_KEEPER_WORD_H
#define STRESS_KEEPER_WORD_H

#include "stress/record.h"

#include <sys/types.h>

/* An instrumented lock (stress/sync/lock.h). */
struct word_lock {
	int32_t owner; /* tid; 0: nobody */
	uint32_t seq;
	bool marked;	   /* somebody sleeps: its next release wakes one */
	uint64_t class_at; /* address of its class */
};

/* False when there is none. */
bool word_is_lock(pid_t process, uint64_t address, struct word_lock *lock);

/* The index of its class in the record; CLASS_NONE when that does not know it: a forked process
   numbers for itself what it declares. */
uint32_t word_class(pid_t process, const struct word_lock *lock, const struct record *record);

/* The tid that a mutex of glibc's names as its owner, if the word is one, taken and waited for;
   else 0.  A guess. */
int32_t word_mutex_owner(pid_t process, uint64_t address);

#endif
