/* Symbols: from a code address of a child to function, file and line, by libdw, and from a
 * data address to the variable.
 *
 * The child is long gone: an address is looked up in the ELF file of the module that covered it.
 * One open file per path is kept for the life of the cache.  Paths come from the child and are not
 * trusted: only regular files are opened, and never more than SYMBOL_FILES_MAX.  Not thread-safe:
 * the front has one thread. */
#ifndef STRESS_FRONT_SYMBOLS_H
#define STRESS_FRONT_SYMBOLS_H

#include "stress/record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SYMBOL_NAME_MAX = 96, SYMBOL_FILE_MAX = 160, SYMBOL_INLINES_MAX = 8, SYMBOL_FILES_MAX = 64 };

struct symbol {
	char function[SYMBOL_NAME_MAX]; /* or "module+0x12ab" when nothing names it */
	char file[SYMBOL_FILE_MAX];	/* "" when unknown */
	int line;			/* 0 when unknown */
	bool inlined;			/* into the next symbol of the same address */
	bool of_system;			/* of the C library, the loader, or a sanitizer */
};

/* What lies at an address of data. */
struct variable {
	char name[SYMBOL_NAME_MAX];  /* of the object file's; "" when nothing names it */
	char place[SYMBOL_NAME_MAX]; /* "module+0x12ab" */
};

/* Where a run's code lay. */
struct code_map {
	unsigned count;
	struct module modules[2 * MODULES_MAX];
};

/* Appends modules; those that are damaged, or do not fit, are left out. */
void code_map_add(struct code_map *map, const struct module *modules, unsigned count);

struct symbols;

/* NULL without memory. */
struct symbols *symbols_open(void);
void symbols_close(struct symbols *symbols);

/* The functions at `address`, innermost inlined one first; at least one, at most `max`.  Addresses
   in stacks are where a call returns to, or the one after a system call: the instruction before is
   what is meant, and looked up. */
unsigned symbols_at(struct symbols *symbols, const struct code_map *map, uint64_t address,
		    struct symbol *found, unsigned max);

/* The variable at an address of data; false when it lies in no module. */
bool variable_at(struct symbols *symbols, const struct code_map *map, uint64_t address,
		 struct variable *found);

/* "name (module+0x12ab)", or "module+0x12ab" where nothing names it. */
void variable_print(const struct variable *variable, char *text, size_t size);

/* "function file:line" in one line. */
void symbol_print(const struct symbol *symbol, char *text, size_t size);

#endif
