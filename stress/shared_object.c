/* Allocators that nobody wrote a file for: any shared object with the malloc API.
 *
 * Called: the object is loaded beside libc's malloc, privately, and only the scenario uses it.
 * Worn: the keeper preloaded it, so that it is the malloc of the whole process, and libc, loader
 * and unwinder meet it too; here that is only made sure of.
 *
 * A function counts when the object itself has it.  dlsym() also finds those of the libraries
 * that the object needs; a block would then come from one heap and go back to another. */
#include "stress/allocator.h"
#include "stress/elf_exports.h"
#include "stress/tsan.h"

#include <dlfcn.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
	struct allocator allocator;
	char path[1024]; /* "" until one was loaded; a process has one at most */
	int (*posix_memalign)(void **block, size_t alignment, size_t size);
	int (*trim)(size_t pad);
} loaded;

static void *aligned_by_posix_memalign(size_t alignment, size_t size)
{
	void *block;
	return loaded.posix_memalign(&block, alignment, size) == 0 ? block : NULL;
}

/* malloc_trim() does not say how much. */
static size_t scavenge_by_trim(void)
{
	loaded.trim(0);
	return 0;
}

static bool is_of(const void *function, const struct link_map *object)
{
	Dl_info info;
	struct link_map *owner = NULL;
	return dladdr1(function, &info, (void **)&owner, RTLD_DL_LINKMAP) != 0 && owner == object;
}

/* The object's own function of that name, stored into *function (a function pointer of any
   type); false when it has none. */
static bool own(void *handle, const struct link_map *object, const char *name, void *function)
{
	void *address = dlsym(handle, name);
	if (address == NULL || !is_of(address, object))
		return false;
	memcpy(function, &address, sizeof address);
	return true;
}

static bool fill_table(void *handle, const struct link_map *object, char *why, size_t why_size)
{
	struct allocator *a = &loaded.allocator;
	if (!own(handle, object, "malloc", &a->alloc) || !own(handle, object, "free", &a->free)) {
		snprintf(why, why_size, "%s: has no malloc and free of its own", loaded.path);
		return false;
	}
	own(handle, object, "calloc", &a->calloc);
	own(handle, object, "realloc", &a->realloc);
	own(handle, object, "malloc_usable_size", &a->usable_size);
	if (!own(handle, object, "aligned_alloc", &a->aligned_alloc) &&
	    !own(handle, object, "memalign", &a->aligned_alloc) &&
	    own(handle, object, "posix_memalign", &loaded.posix_memalign))
		a->aligned_alloc = aligned_by_posix_memalign;
	if (own(handle, object, "malloc_trim", &loaded.trim))
		a->scavenge = scavenge_by_trim;
	a->story = loaded.path;
	return true;
}

/* Whether the process's malloc is the object's. */
static bool is_worn(void *handle, const struct link_map *object, char *why, size_t why_size)
{
	void *(*ours)(size_t);
	void *(*its)(size_t);
	void *address = dlsym(RTLD_DEFAULT, "malloc");
	memcpy(&ours, &address, sizeof address);
	if (own(handle, object, "malloc", &its) && ours == its)
		return true;
	Dl_info info;
	bool known = address != NULL && dladdr(address, &info) != 0 && info.dli_fname != NULL;
	snprintf(why, why_size, "%s: is not worn: malloc is that of %s", loaded.path,
		 known ? info.dli_fname : "nobody knows whom");
	return false;
}

static const struct allocator *load(const char *path, enum attachment attachment, char *why,
				    size_t why_size)
{
	if (strcmp(loaded.path, path) == 0)
		return &loaded.allocator;
	if (loaded.path[0] != '\0') {
		snprintf(why, why_size, "%s: %s is loaded already, and one is the limit", path,
			 loaded.path);
		return NULL;
	}
	if (attachment == ATTACH_WORN && tsan_is_on()) {
		snprintf(why, why_size,
			 "%s: can be worn in the plain build only: this one has "
			 "ThreadSanitizer's malloc",
			 path);
		return NULL;
	}
	int flags = RTLD_NOW | RTLD_LOCAL | (attachment == ATTACH_WORN ? RTLD_NOLOAD : 0);
	void *handle = dlopen(path, flags);
	struct link_map *object;
	if (handle == NULL || dlinfo(handle, RTLD_DI_LINKMAP, &object) != 0) {
		const char *error = dlerror();
		size_t length = strlen(path);
		if (error == NULL)
			error = "is not preloaded, so it cannot be worn";
		else if (strncmp(error, path, length) == 0 && error[length] == ':')
			error += length + 1 + (error[length + 1] == ' ');
		snprintf(why, why_size, "cannot load %s: %s", path, error);
		return NULL;
	}
	snprintf(loaded.path, sizeof loaded.path, "%s", path);
	if ((attachment == ATTACH_WORN && !is_worn(handle, object, why, why_size)) ||
	    !fill_table(handle, object, why, why_size)) {
		loaded.path[0] = '\0';
		return NULL;
	}
	return &loaded.allocator;
}

/* A name that is not declared must be a path, and looks like one. */
static bool is_path(const char *name, char *why, size_t why_size)
{
	if (strchr(name, '/') != NULL)
		return true;
	const char *near = registry_nearest(DECLARED_ALLOCATOR, name);
	snprintf(why, why_size,
		 "no allocator is called '%s'%s%s%s; a shared object needs a / in "
		 "its path",
		 name, near != NULL ? " (did you mean '" : "", near != NULL ? near : "",
		 near != NULL ? "'?)" : "");
	return false;
}

const struct allocator *allocator_resolve(const char *name, enum attachment attachment, char *why,
					  size_t why_size)
{
	const struct declared *declared = registry_find(DECLARED_ALLOCATOR, name);
	if (declared != NULL && attachment == ATTACH_WORN) {
		snprintf(why, why_size, "%s: only a shared object can be worn", name);
		return NULL;
	}
	if (declared != NULL)
		return declared->what;
	if (!is_path(name, why, why_size))
		return NULL;
	return load(name, attachment, why, why_size);
}

bool allocator_exists(const char *name, char *why, size_t why_size)
{
	static const char *const required[] = {"malloc", "free"};
	if (registry_find(DECLARED_ALLOCATOR, name) != NULL)
		return true;
	return is_path(name, why, why_size) &&
	       elf_exports(name, required, sizeof required / sizeof required[0], why, why_size);
}
