#include "stress/allocator.h"

#include <dlfcn.h>
#include <gnu/libc-version.h>
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char why[512];

static const char *libc_path(void)
{
	Dl_info info;
	/* strlen and its like may be a sanitizer's. */
	assert_int_not_equal(dladdr((void *)gnu_get_libc_version, &info), 0);
	return info.dli_fname;
}

static const char *path_without_malloc(void)
{
	Dl_info info;
	assert_int_not_equal(dladdr((void *)_cmocka_run_group_tests, &info), 0);
	return info.dli_fname;
}

/* The object needs libc, so a plain dlsym() would find malloc. */
static void an_object_without_a_malloc_of_its_own_is_refused(void **state)
{
	(void)state;
	assert_false(allocator_exists(path_without_malloc(), why, sizeof why));
	assert_non_null(strstr(why, "does not export malloc"));
	assert_null(allocator_resolve(path_without_malloc(), ATTACH_CALLED, why, sizeof why));
	assert_non_null(strstr(why, "no malloc and free of its own"));
}

static void what_is_not_preloaded_cannot_be_worn(void **state)
{
	(void)state;
	assert_null(allocator_resolve(path_without_malloc(), ATTACH_WORN, why, sizeof why));
	assert_non_null(strstr(why, "is not worn: malloc is that of"));
	assert_null(allocator_resolve("/nonexistent/x.so", ATTACH_WORN, why, sizeof why));
	assert_string_not_equal(why, "");
}

static void unknown_names_and_missing_files_are_refused(void **state)
{
	(void)state;
	assert_false(allocator_exists("no_such_heap", why, sizeof why));
	assert_non_null(strstr(why, "no allocator is called 'no_such_heap'"));
	assert_null(allocator_resolve("no_such_heap", ATTACH_CALLED, why, sizeof why));
	assert_false(allocator_exists("/nonexistent/x.so", why, sizeof why));
	assert_null(allocator_resolve("/nonexistent/x.so", ATTACH_CALLED, why, sizeof why));
	assert_non_null(strstr(why, "cannot load /nonexistent/x.so: cannot open"));
}

static void a_real_one_works(void **state)
{
	(void)state;
	assert_true(allocator_exists(libc_path(), why, sizeof why));
	const struct allocator *heap =
	    allocator_resolve(libc_path(), ATTACH_CALLED, why, sizeof why);
	assert_non_null(heap);
	assert_ptr_equal(heap, allocator_resolve(libc_path(), ATTACH_CALLED, why, sizeof why));

	char *block = heap->alloc(100);
	assert_non_null(block);
	assert_true(heap->usable_size(block) >= 100);
	memset(block, 7, 100);
	block = heap->realloc(block, 100000);
	assert_int_equal(block[99], 7);
	heap->free(block);
	char *zeroed = heap->calloc(10, 10);
	for (int i = 0; i < 100; i++)
		assert_int_equal(zeroed[i], 0);
	heap->free(zeroed);
	void *aligned = heap->aligned_alloc(4096, 8192);
	assert_int_equal((uintptr_t)aligned % 4096, 0);
	heap->free(aligned);
	assert_true(allocator_can(heap, "scavenge"));
	heap->scavenge();
	assert_false(allocator_can(heap, "channel_make"));
}

static void one_process_loads_one(void **state)
{
	(void)state;
	assert_null(allocator_resolve(path_without_malloc(), ATTACH_CALLED, why, sizeof why));
	assert_non_null(strstr(why, "is loaded already"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_object_without_a_malloc_of_its_own_is_refused),
	    cmocka_unit_test(what_is_not_preloaded_cannot_be_worn),
	    cmocka_unit_test(unknown_names_and_missing_files_are_refused),
	    cmocka_unit_test(a_real_one_works),
	    cmocka_unit_test(one_process_loads_one),
	};
	return cmocka_run_group_tests_name("shared_object", tests, NULL, NULL);
}
