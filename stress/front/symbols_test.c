#include "stress/front/symbols.h"

#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

__attribute__((noinline)) static uint64_t return_address(void)
{
	return (uint64_t)(uintptr_t)__builtin_return_address(0);
}

/* The code that the tests look up is their own: an address taken inside an inlined function. */
static uint64_t taken;

static inline __attribute__((always_inline)) void take_address(void)
{
	taken = return_address();
}

__attribute__((noinline)) static int outer_line(void)
{
	take_address();
	return __LINE__ - 1;
}

static int add_module(struct dl_phdr_info *info, size_t size, void *map)
{
	(void)size;
	struct module module = {.start = UINT64_MAX, .bias = info->dlpi_addr};
	for (unsigned i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *header = &info->dlpi_phdr[i];
		if (header->p_type != PT_LOAD)
			continue;
		uint64_t start = info->dlpi_addr + header->p_vaddr;
		module.start = start < module.start ? start : module.start;
		module.end = start + header->p_memsz;
	}
	snprintf(module.path, sizeof module.path, "%s", info->dlpi_name);
	if (info->dlpi_name[0] == 0 && readlink("/proc/self/exe", module.path, 150) < 0)
		return 1;
	code_map_add(map, &module, 1);
	return 0;
}

static struct symbols *symbols;
static struct code_map map;

static int begin(void **state)
{
	(void)state;
	symbols = symbols_open();
	dl_iterate_phdr(add_module, &map);
	return symbols && map.count > 1 ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	symbols_close(symbols);
	return 0;
}

static void an_inlined_function_and_its_caller_are_found(void **state)
{
	(void)state;
	struct symbol found[SYMBOL_INLINES_MAX];
	int line = outer_line();
	unsigned count = symbols_at(symbols, &map, taken, found, SYMBOL_INLINES_MAX);
	assert_int_equal(count, 2);
	assert_string_equal(found[0].function, "take_address");
	assert_true(found[0].inlined);
	assert_string_equal(found[1].function, "outer_line");
	assert_false(found[1].inlined);
	assert_int_equal(found[1].line, line);
	assert_string_equal(found[1].file, "stress/front/symbols_test.c");
	char text[400];
	symbol_print(&found[1], text, sizeof text);
	assert_int_equal(strncmp(text, "outer_line ", 11), 0);
	assert_non_null(strstr(text, "symbols_test.c:"));
}

static void a_return_address_means_the_call(void **state)
{
	(void)state;
	struct symbol found[SYMBOL_INLINES_MAX];
	uint64_t address = return_address();
	int line = __LINE__ - 1;
	assert_true(symbols_at(symbols, &map, address, found, SYMBOL_INLINES_MAX) > 0);
	assert_string_equal(found[0].function, "a_return_address_means_the_call");
	assert_int_equal(found[0].line, line);
}

static void without_debug_information_the_symbol_table_names_it(void **state)
{
	(void)state;
	struct symbol found[1];
	void *function = dlsym(RTLD_DEFAULT, "snprintf");
	assert_non_null(function);
	uint64_t address = (uint64_t)(uintptr_t)function + 1;
	assert_int_equal(symbols_at(symbols, &map, address, found, 1), 1);
	assert_non_null(strstr(found[0].function, "snprintf"));
}

static void unknown_code_is_shown_as_it_is(void **state)
{
	(void)state;
	struct symbol found[1];
	assert_int_equal(symbols_at(symbols, &map, 0x10, found, 1), 1);
	assert_string_equal(found[0].function, "0x10");
	struct code_map odd = {0};
	struct module modules[] = {
	    {.path = "/nowhere/at/all.so", .start = 0x5000, .end = 0x6000, .bias = 0x4000},
	    {.path = "/dev/zero", .start = 0x8000, .end = 0x9000, .bias = 0x8000},
	    {.path = "/damaged", .start = 0x9000, .end = 0x100, .bias = 0},
	};
	code_map_add(&odd, modules, 3);
	assert_int_equal(odd.count, 2);
	symbols_at(symbols, &odd, 0x5010, found, 1);
	assert_string_equal(found[0].function, "all.so+0x1010");
	symbols_at(symbols, &odd, 0x8010, found, 1);
	assert_string_equal(found[0].function, "zero+0x10");
}

static pthread_mutex_t some_lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
	int other;
	pthread_mutex_t lock;
} some_struct;

static uint64_t address_of(const void *data)
{
	return (uint64_t)(uintptr_t)data;
}

static void a_variable_is_found_by_its_address(void **state)
{
	(void)state;
	struct variable found;
	some_struct.other = pthread_mutex_trylock(&some_lock);
	assert_true(variable_at(symbols, &map, address_of(&some_lock), &found));
	assert_string_equal(found.name, "some_lock");
	assert_int_equal(strncmp(found.place, "symbols_test+0x", 15), 0);
	char text[2 * SYMBOL_NAME_MAX];
	variable_print(&found, text, sizeof text);
	assert_int_equal(strncmp(text, "some_lock (symbols_test+0x", 26), 0);
	assert_true(variable_at(symbols, &map, address_of(&some_struct.lock), &found));
	assert_string_equal(found.name, "some_struct");
	assert_false(variable_at(symbols, &map, address_of(&found), &found)); /* on the stack */
	assert_false(variable_at(symbols, &map, 0x10, &found));
}

static void a_variable_that_nothing_names_has_its_place(void **state)
{
	(void)state;
	struct variable found;
	struct code_map odd = {0};
	struct module module = {
	    .path = "/nowhere/at/all.so", .start = 0x5000, .end = 0x6000, .bias = 0x4000};
	code_map_add(&odd, &module, 1);
	assert_true(variable_at(symbols, &odd, 0x5010, &found));
	assert_string_equal(found.name, "");
	assert_string_equal(found.place, "all.so+0x1010");
	char text[2 * SYMBOL_NAME_MAX];
	variable_print(&found, text, sizeof text);
	assert_string_equal(text, "all.so+0x1010");
	assert_true(variable_at(symbols, &map, address_of(begin), &found)); /* a function is none */
	assert_string_equal(found.name, "");
}

static void the_system_is_told_from_the_rest(void **state)
{
	(void)state;
	struct symbol found[SYMBOL_INLINES_MAX];
	void *function = dlsym(RTLD_DEFAULT, "pthread_mutex_lock");
	assert_non_null(function);
	symbols_at(symbols, &map, address_of(function) + 1, found, SYMBOL_INLINES_MAX);
	assert_true(found[0].of_system);
	symbols_at(symbols, &map, return_address(), found, SYMBOL_INLINES_MAX);
	assert_false(found[0].of_system);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_inlined_function_and_its_caller_are_found),
	    cmocka_unit_test(a_return_address_means_the_call),
	    cmocka_unit_test(without_debug_information_the_symbol_table_names_it),
	    cmocka_unit_test(unknown_code_is_shown_as_it_is),
	    cmocka_unit_test(a_variable_is_found_by_its_address),
	    cmocka_unit_test(a_variable_that_nothing_names_has_its_place),
	    cmocka_unit_test(the_system_is_told_from_the_rest),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
