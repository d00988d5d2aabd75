#include "stress/elf_exports.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	SYMBOLS_MAX = 1 << 20, /* looked at; the largest C++ libraries have some 10^5 */
	SYMBOLS_AT_ONCE = 64,
	NAME_BYTES_MAX = 32 /* of a name asked for, with its 0 */
};

/* The linker puts it at our own ELF header: what an object must be like to be loaded here. */
extern const ElfW(Ehdr) __ehdr_start __attribute__((visibility("hidden")));

struct file {
	int fd;
	const char *path;
	char *why;
	size_t why_size;
};

__attribute__((format(printf, 2, 3))) static bool fail(const struct file *f, const char *format,
						       ...)
{
	int length = snprintf(f->why, f->why_size, "%s: ", f->path);
	if (length > 0 && (size_t)length < f->why_size) {
		va_list arguments;
		va_start(arguments, format);
		vsnprintf(f->why + length, f->why_size - (size_t)length, format, arguments);
		va_end(arguments);
	}
	return false;
}

/* Reads all of it, or says so. */
static bool read_at(const struct file *f, uint64_t offset, void *to, size_t size)
{
	if (offset > INT64_MAX - size)
		return fail(f, "a damaged ELF file");
	size_t done = 0;
	while (done < size) {
		ssize_t got = pread(f->fd, (char *)to + done, size - done, (off_t)(offset + done));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail(f, "%s", strerror(errno));
		if (got == 0)
			return fail(f, "a damaged ELF file (it ends too early)");
		done += (size_t)got;
	}
	return true;
}

static bool read_header(const struct file *f, ElfW(Ehdr) * header)
{
	unsigned char magic[SELFMAG];
	struct stat status;
	if (fstat(f->fd, &status) != 0)
		return fail(f, "%s", strerror(errno));
	if (!S_ISREG(status.st_mode))
		return fail(f, "not a regular file");
	if (status.st_size < (off_t)sizeof magic)
		return fail(f, "not an ELF file");
	if (!read_at(f, 0, magic, sizeof magic))
		return false;
	if (memcmp(magic, ELFMAG, SELFMAG) != 0)
		return fail(f, "not an ELF file");
	if (!read_at(f, 0, header, sizeof *header))
		return false;
	if (header->e_ident[EI_CLASS] != __ehdr_start.e_ident[EI_CLASS] ||
	    header->e_ident[EI_DATA] != __ehdr_start.e_ident[EI_DATA] ||
	    header->e_machine != __ehdr_start.e_machine)
		return fail(f, "built for another machine");
	if (header->e_type != ET_DYN)
		return fail(f, "not a shared object");
	if (header->e_shentsize != sizeof(ElfW(Shdr)) || header->e_shnum == 0)
		return fail(f, "a damaged ELF file (no section headers)");
	return true;
}

static bool read_section(const struct file *f, const ElfW(Ehdr) * header, uint32_t index,
			 ElfW(Shdr) * section)
{
	if (index >= header->e_shnum || header->e_shoff > INT64_MAX / 2)
		return fail(f, "a damaged ELF file");
	return read_at(f, header->e_shoff + (uint64_t)index * sizeof *section, section,
		       sizeof *section);
}

static bool find_symbols(const struct file *f, const ElfW(Ehdr) * header, ElfW(Shdr) * symbols,
			 ElfW(Shdr) * strings)
{
	for (uint32_t i = 0; i < header->e_shnum; i++) {
		if (!read_section(f, header, i, symbols))
			return false;
		if (symbols->sh_type != SHT_DYNSYM)
			continue;
		if (symbols->sh_entsize != sizeof(ElfW(Sym)) ||
		    symbols->sh_size / sizeof(ElfW(Sym)) > SYMBOLS_MAX ||
		    symbols->sh_offset > INT64_MAX / 2)
			return fail(f, "a damaged ELF file (dynamic symbol table)");
		return read_section(f, header, symbols->sh_link, strings);
	}
	return fail(f, "has no dynamic symbol table");
}

static bool is_offered_function(const ElfW(Sym) * symbol)
{
	unsigned type = ELF64_ST_TYPE(symbol->st_info), bind = ELF64_ST_BIND(symbol->st_info);
	unsigned visibility = ELF64_ST_VISIBILITY(symbol->st_other);
	return symbol->st_shndx != SHN_UNDEF && (type == STT_FUNC || type == STT_GNU_IFUNC) &&
	       (bind == STB_GLOBAL || bind == STB_WEAK) &&
	       (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
}

/* Sets `found[i]` where the symbol's name is names[i]. */
static bool match(const struct file *f, const ElfW(Sym) * symbol, const ElfW(Shdr) * strings,
		  const char *const *names, size_t name_count, bool *found)
{
	char text[NAME_BYTES_MAX] = "";
	if (symbol->st_name >= strings->sh_size || strings->sh_offset > INT64_MAX / 2)
		return fail(f, "a damaged ELF file (symbol names)");
	uint64_t left = strings->sh_size - symbol->st_name;
	size_t size = left < sizeof text ? (size_t)left : sizeof text;
	if (!read_at(f, strings->sh_offset + symbol->st_name, text, size))
		return false;
	for (size_t i = 0; i < name_count; i++)
		if (strlen(names[i]) < size && strncmp(text, names[i], size) == 0)
			found[i] = true;
	return true;
}

static bool look_up(const struct file *f, const char *const *names, size_t name_count, bool *found)
{
	ElfW(Ehdr) header = {0};
	ElfW(Shdr) symbols = {0}, strings = {0};
	if (!read_header(f, &header) || !find_symbols(f, &header, &symbols, &strings))
		return false;
	size_t count = symbols.sh_size / sizeof(ElfW(Sym));
	for (size_t next = 0; next < count;) {
		ElfW(Sym) some[SYMBOLS_AT_ONCE] = {0};
		size_t n = count - next < SYMBOLS_AT_ONCE ? count - next : SYMBOLS_AT_ONCE;
		if (!read_at(f, symbols.sh_offset + next * sizeof some[0], some,
			     n * sizeof some[0]))
			return false;
		for (size_t i = 0; i < n; i++)
			if (is_offered_function(&some[i]) &&
			    !match(f, &some[i], &strings, names, name_count, found))
				return false;
		next += n;
	}
	return true;
}

bool elf_exports(const char *path, const char *const *names, size_t name_count, char *why,
		 size_t why_size)
{
	if (name_count > ELF_EXPORTS_NAMES_MAX) {
		fprintf(stderr, "gridlock: elf_exports() was asked for %zu names\n", name_count);
		abort();
	}
	/* O_NONBLOCK: a FIFO without a writer would hang us. */
	struct file f = {open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), path, why, why_size};
	if (f.fd < 0)
		return fail(&f, "%s", strerror(errno));
	bool found[ELF_EXPORTS_NAMES_MAX] = {false};
	bool all = look_up(&f, names, name_count, found);
	close(f.fd);
	for (size_t i = 0; all && i < name_count; i++)
		if (!found[i])
			all = fail(&f, "does not export %s", names[i]);
	return all;
}
