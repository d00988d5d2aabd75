#include "stress/elf_exports.h"

#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const malloc_api[] = {"malloc", "free"};
static char why[256];

static bool exports(const char *path)
{
	why[0] = '\0';
	return elf_exports(path, malloc_api, 2, why, sizeof why);
}

/* The file that `function` came from. */
static const char *file_of(const void *function)
{
	Dl_info info;
	assert_int_not_equal(dladdr(function, &info), 0);
	return info.dli_fname;
}

/* The first `size_limit` bytes of libc in memory; the caller frees them. */
static unsigned char *libc_bytes(size_t *size, size_t size_limit)
{
	int fd = open(file_of((void *)strlen), O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	struct stat status;
	assert_int_equal(fstat(fd, &status), 0);
	*size = (size_t)status.st_size < size_limit ? (size_t)status.st_size : size_limit;
	unsigned char *bytes = malloc(*size);
	assert_non_null(bytes);
	assert_int_equal(pread(fd, bytes, *size, 0), (ssize_t)*size);
	close(fd);
	return bytes;
}

static bool exports_bytes(const void *bytes, size_t size)
{
	char path[] = "/tmp/elf_exports_test.XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, size), (ssize_t)size);
	close(fd);
	bool answer = exports(path);
	unlink(path);
	return answer;
}

static void finds_what_is_there(void **state)
{
	(void)state;
	const char *libc = file_of((void *)strlen);
	assert_true(exports(libc));
	static const char *const some[] = {"malloc", "no_such_function"};
	assert_false(elf_exports(libc, some, 2, why, sizeof why));
	assert_non_null(strstr(why, "does not export no_such_function"));
}

static void an_object_that_only_uses_malloc_does_not_export_it(void **state)
{
	(void)state;
	assert_false(exports(file_of((void *)_cmocka_run_group_tests)));
	assert_non_null(strstr(why, "does not export malloc"));
}

static void a_name_that_only_begins_alike_does_not_count(void **state)
{
	(void)state;
	const char *libc = file_of((void *)strlen);
	static const char *const shorter[] = {"mallo"}, *const longer[] = {"mallocx"};
	assert_false(elf_exports(libc, shorter, 1, why, sizeof why));
	assert_false(elf_exports(libc, longer, 1, why, sizeof why));
}

static void what_is_no_object_is_refused_with_the_reason(void **state)
{
	(void)state;
	assert_false(exports("/nonexistent/x.so"));
	assert_non_null(strstr(why, "/nonexistent/x.so: No such file"));
	assert_false(exports("/"));
	assert_non_null(strstr(why, "not a regular file"));
	static const char text[] = "this is a text and no object at all; it is long enough, too";
	assert_false(exports_bytes(text, sizeof text));
	assert_non_null(strstr(why, "not an ELF file"));
	assert_false(exports_bytes("", 0));
	assert_non_null(strstr(why, "not an ELF file"));
}

static void a_fifo_does_not_hang(void **state)
{
	(void)state;
	char path[64];
	snprintf(path, sizeof path, "/tmp/elf_exports_test.fifo.%d", (int)getpid());
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_false(exports(path));
	unlink(path);
	assert_non_null(strstr(why, "not a regular file"));
}

static void a_truncated_object_is_damaged(void **state)
{
	(void)state;
	static const size_t sizes[] = {4, 16, 63, 64, 4096, 200000};
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		size_t size;
		unsigned char *bytes = libc_bytes(&size, sizes[i]);
		assert_false(exports_bytes(bytes, size));
		assert_non_null(strstr(why, "damaged"));
		free(bytes);
	}
}

static void an_object_of_another_machine_is_refused(void **state)
{
	(void)state;
	size_t size;
	unsigned char *bytes = libc_bytes(&size, SIZE_MAX);
	assert_true(exports_bytes(bytes, size));
	((Elf64_Ehdr *)(void *)bytes)->e_machine ^= 1;
	assert_false(exports_bytes(bytes, size));
	assert_non_null(strstr(why, "another machine"));
	((Elf64_Ehdr *)(void *)bytes)->e_machine ^= 1;
	((Elf64_Ehdr *)(void *)bytes)->e_type = ET_EXEC;
	assert_false(exports_bytes(bytes, size));
	assert_non_null(strstr(why, "not a shared object"));
	free(bytes);
}

/* Every header field, and every field of the symbol table's section, turned into nonsense: the
   answer does not matter, that there is one does. */
static void nonsense_in_headers_does_no_harm(void **state)
{
	(void)state;
	size_t size;
	unsigned char *bytes = libc_bytes(&size, SIZE_MAX);
	const Elf64_Ehdr *header = (const void *)bytes;
	size_t symbols = header->e_shoff;
	while (((const Elf64_Shdr *)(const void *)(bytes + symbols))->sh_type != SHT_DYNSYM)
		symbols += sizeof(Elf64_Shdr);
	const size_t places[] = {0, symbols};
	static const unsigned char values[] = {0x00, 0x7f, 0xff};
	for (size_t p = 0; p < sizeof places / sizeof places[0]; p++)
		for (size_t at = places[p]; at < places[p] + sizeof(Elf64_Shdr); at += 4)
			for (size_t v = 0; v < sizeof values; v++) {
				unsigned char saved[8];
				memcpy(saved, bytes + at, sizeof saved);
				memset(bytes + at, values[v], sizeof saved);
				if (!exports_bytes(bytes, size))
					assert_string_not_equal(why, "");
				memcpy(bytes + at, saved, sizeof saved);
			}
	free(bytes);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(finds_what_is_there),
	    cmocka_unit_test(an_object_that_only_uses_malloc_does_not_export_it),
	    cmocka_unit_test(a_name_that_only_begins_alike_does_not_count),
	    cmocka_unit_test(what_is_no_object_is_refused_with_the_reason),
	    cmocka_unit_test(a_fifo_does_not_hang),
	    cmocka_unit_test(a_truncated_object_is_damaged),
	    cmocka_unit_test(an_object_of_another_machine_is_refused),
	    cmocka_unit_test(nonsense_in_headers_does_no_harm),
	};
	return cmocka_run_group_tests_name("elf_exports", tests, NULL, NULL);
}
