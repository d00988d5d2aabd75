#include "stress/front/symbols.h"

#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>

#include <dwarf.h>
#include <gnu/lib-names.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct symbol_file {
	char path[MODULE_PATH_MAX];
	Dwfl *dwfl; /* NULL: cannot be read */
	Dwfl_Module *module;
	GElf_Addr bias; /* address in the Dwfl - address in the ELF file */
};

struct symbols {
	unsigned count;
	struct symbol_file files[SYMBOL_FILES_MAX];
};

static const Dwfl_Callbacks callbacks = {
    .find_elf = dwfl_build_id_find_elf,
    .find_debuginfo = dwfl_standard_find_debuginfo,
    .section_address = dwfl_offline_section_address,
};

void code_map_add(struct code_map *map, const struct module *modules, unsigned count)
{
	for (unsigned i = 0; i < count && map->count < 2 * MODULES_MAX; i++) {
		if (modules[i].start < modules[i].end && modules[i].bias <= modules[i].start)
			map->modules[map->count++] = modules[i];
	}
}

struct symbols *symbols_open(void)
{
	/* Else libdw would ask servers for what is missing, in the middle of a report. */
	unsetenv("DEBUGINFOD_URLS");
	return calloc(1, sizeof(struct symbols));
}

void symbols_close(struct symbols *symbols)
{
	for (unsigned i = 0; symbols && i < symbols->count; i++) {
		if (symbols->files[i].dwfl)
			dwfl_end(symbols->files[i].dwfl);
	}
	free(symbols);
}

static bool is_regular(const char *path)
{
	struct stat status;
	return path[0] == '/' && stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

static void open_file(struct symbol_file *file)
{
	Dwarf_Addr bias;
	if (!is_regular(file->path))
		return;
	file->dwfl = dwfl_begin(&callbacks);
	if (!file->dwfl)
		return;
	file->module = dwfl_report_offline(file->dwfl, file->path, file->path, -1);
	dwfl_report_end(file->dwfl, NULL, NULL);
	if (file->module && dwfl_module_getelf(file->module, &bias)) {
		file->bias = bias;
		return;
	}
	dwfl_end(file->dwfl);
	file->dwfl = NULL;
}

/* NULL when the file cannot be read, or too many are open. */
static struct symbol_file *file_of(struct symbols *symbols, const char *path)
{
	for (unsigned i = 0; i < symbols->count; i++) {
		if (strcmp(symbols->files[i].path, path) == 0)
			return symbols->files[i].dwfl ? &symbols->files[i] : NULL;
	}
	if (symbols->count == SYMBOL_FILES_MAX)
		return NULL;
	struct symbol_file *file = &symbols->files[symbols->count++];
	snprintf(file->path, sizeof file->path, "%s", path);
	open_file(file);
	return file->dwfl ? file : NULL;
}

/* Paths as they are from the folder of the build on: "/home/me/x/stress/y.c" is "stress/y.c". */
static void set_place(struct symbol *symbol, Dwarf_Die *unit, const char *file, int line)
{
	Dwarf_Attribute attribute;
	const char *folder = dwarf_formstring(dwarf_attr(unit, DW_AT_comp_dir, &attribute));
	size_t length = folder ? strlen(folder) : 0;
	if (file && length && strncmp(file, folder, length) == 0 && file[length] == '/')
		file += length + 1;
	while (file && strncmp(file, "./", 2) == 0)
		file += 2;
	snprintf(symbol->file, sizeof symbol->file, "%s", file ? file : "");
	symbol->line = line;
}

/* The place of the code itself. */
static void set_place_of(struct symbol *symbol, Dwarf_Die *unit, Dwarf_Addr address)
{
	int line = 0;
	Dwarf_Line *found = dwarf_getsrc_die(unit, address);
	if (found)
		dwarf_lineno(found, &line);
	set_place(symbol, unit, found ? dwarf_linesrc(found, NULL, NULL) : NULL, line);
}

/* The place where an inlined function was called: that is where the next symbol stands. */
static void set_place_of_call(struct symbol *symbol, Dwarf_Die *unit, Dwarf_Die *inlined)
{
	Dwarf_Attribute attribute;
	Dwarf_Word file = 0, line = 0;
	Dwarf_Files *files;
	size_t count;
	dwarf_formudata(dwarf_attr(inlined, DW_AT_call_file, &attribute), &file);
	dwarf_formudata(dwarf_attr(inlined, DW_AT_call_line, &attribute), &line);
	if (dwarf_getsrcfiles(unit, &files, &count) == 0 && file < count)
		set_place(symbol, unit, dwarf_filesrc(files, file, NULL, NULL), (int)line);
}

static void set_function(struct symbol *symbol, Dwarf_Die *die)
{
	const char *name = dwarf_diename(die);
	snprintf(symbol->function, sizeof symbol->function, "%s", name ? name : "?");
}

/* The compilation unit at an address.  libdw looks it up in a table that clang does not write. */
static Dwarf_Die *unit_at(Dwfl_Module *module, GElf_Addr address, Dwarf_Addr *bias)
{
	Dwarf_Die *unit = dwfl_module_addrdie(module, address, bias);
	if (unit)
		return unit;
	while ((unit = dwfl_module_nextcu(module, unit, bias))) {
		if (dwarf_haspc(unit, address - *bias) > 0)
			return unit;
	}
	return NULL;
}

/* From debug information: the inlined functions at the address, and the one they are in. */
static unsigned from_dwarf(const struct symbol_file *file, GElf_Addr address, struct symbol *found,
			   unsigned max)
{
	Dwarf_Addr bias;
	Dwarf_Die *unit = unit_at(file->module, address, &bias), innermost;
	Dwarf_Die *scopes = NULL;
	unsigned used = 0;
	if (!unit || dwarf_getscopes(unit, address - bias, &scopes) <= 0)
		return 0;
	/* Those scopes continue where the innermost function was defined; we want where it is. */
	innermost = scopes[0];
	free(scopes);
	scopes = NULL;
	int count = dwarf_getscopes_die(&innermost, &scopes);
	memset(found, 0, max * sizeof *found);
	set_place_of(&found[0], unit, address - bias);
	for (int i = 0; i < count && used < max; i++) {
		int tag = dwarf_tag(&scopes[i]);
		if (tag != DW_TAG_inlined_subroutine && tag != DW_TAG_subprogram)
			continue;
		found[used].inlined = tag == DW_TAG_inlined_subroutine;
		set_function(&found[used], &scopes[i]);
		used++;
		if (tag == DW_TAG_subprogram)
			break;
		if (used < max)
			set_place_of_call(&found[used], unit, &scopes[i]);
	}
	free(scopes);
	return used;
}

static bool from_symbol_table(const struct symbol_file *file, GElf_Addr address,
			      struct symbol *found)
{
	GElf_Off offset;
	GElf_Sym symbol;
	const char *name =
	    dwfl_module_addrinfo(file->module, address, &offset, &symbol, NULL, NULL, NULL);
	if (!name)
		return false;
	snprintf(found->function, sizeof found->function, "%s", name);
	return true;
}

static const char *file_name(const struct module *module)
{
	const char *slash = strrchr(module->path, '/');
	return slash ? slash + 1 : module->path;
}

static void print_place(const struct module *module, uint64_t address, char *text, size_t size)
{
	if (module)
		snprintf(text, size, "%.60s+0x%" PRIx64, file_name(module), address - module->bias);
	else
		snprintf(text, size, "0x%" PRIx64, address);
}

static const struct module *module_at(const struct code_map *map, uint64_t address)
{
	for (unsigned i = 0; i < map->count; i++) {
		if (address >= map->modules[i].start && address < map->modules[i].end)
			return &map->modules[i];
	}
	return NULL;
}

static bool begins_with_one_of(const char *text, const char *const *beginnings)
{
	for (unsigned i = 0; beginnings[i]; i++) {
		if (strncmp(text, beginnings[i], strlen(beginnings[i])) == 0)
			return true;
	}
	return false;
}

static bool is_of_system(const struct module *module, const struct symbol *symbol)
{
	static const char *const files[] = {LIBC_SO, LIBPTHREAD_SO, LD_SO, NULL};
	static const char *const functions[] = {
	    "__interceptor_", "___interceptor_", "__tsan_",    "__asan_",	   "__ubsan_",
	    "__sanitizer_",   "_ZN6__tsan",	 "_ZN6__asan", "_ZN11__sanitizer", NULL};
	return (module && begins_with_one_of(file_name(module), files)) ||
	       begins_with_one_of(symbol->function, functions);
}

static unsigned look_up(struct symbols *symbols, const struct module *module, uint64_t address,
			struct symbol *found, unsigned max)
{
	struct symbol_file *file = module ? file_of(symbols, module->path) : NULL;
	if (file) {
		GElf_Addr in_dwfl = address - 1 - module->bias + file->bias;
		unsigned count = from_dwarf(file, in_dwfl, found, max);
		if (count > 0)
			return count;
		if (from_symbol_table(file, in_dwfl, found))
			return 1;
	}
	print_place(module, address, found->function, sizeof found->function);
	return 1;
}

unsigned symbols_at(struct symbols *symbols, const struct code_map *map, uint64_t address,
		    struct symbol *found, unsigned max)
{
	const struct module *module = module_at(map, address ? address - 1 : 0);
	memset(found, 0, sizeof *found);
	unsigned count = look_up(symbols, module, address, found, max);
	for (unsigned i = 0; i < count; i++)
		found[i].of_system = is_of_system(module, &found[i]);
	return count;
}

/* libdw answers with the nearest symbol before, which may be of something else. */
static void name_variable(const struct symbol_file *file, GElf_Addr address, char *text,
			  size_t size)
{
	GElf_Off offset;
	GElf_Sym symbol;
	const char *name =
	    dwfl_module_addrinfo(file->module, address, &offset, &symbol, NULL, NULL, NULL);
	bool covers = name && GELF_ST_TYPE(symbol.st_info) == STT_OBJECT && offset < symbol.st_size;
	if (covers)
		snprintf(text, size, "%s", name);
}

bool variable_at(struct symbols *symbols, const struct code_map *map, uint64_t address,
		 struct variable *found)
{
	const struct module *module = module_at(map, address);
	memset(found, 0, sizeof *found);
	if (!module)
		return false;
	struct symbol_file *file = file_of(symbols, module->path);
	if (file)
		name_variable(file, address - module->bias + file->bias, found->name,
			      sizeof found->name);
	print_place(module, address, found->place, sizeof found->place);
	return true;
}

void variable_print(const struct variable *variable, char *text, size_t size)
{
	if (variable->name[0])
		snprintf(text, size, "%s (%s)", variable->name, variable->place);
	else
		snprintf(text, size, "%s", variable->place);
}

void symbol_print(const struct symbol *symbol, char *text, size_t size)
{
	if (symbol->file[0])
		snprintf(text, size, "%s %s:%d", symbol->function, symbol->file, symbol->line);
	else
		snprintf(text, size, "%s", symbol->function);
}
