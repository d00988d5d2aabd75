/* Which modules the child has loaded, and which threads it has.  Nothing here allocates. */
#include "stress/record.h"

#include <dirent.h>
#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int note_module(struct dl_phdr_info *info, size_t size, void *unused)
{
	(void)size;
	(void)unused;
	uint32_t index = atomic_load(&run_record->module_count);
	if (index >= MODULES_MAX)
		return 1;
	uint64_t start = UINT64_MAX, end = 0;
	for (unsigned i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *header = &info->dlpi_phdr[i];
		if (header->p_type != PT_LOAD)
			continue;
		uint64_t low = info->dlpi_addr + header->p_vaddr;
		if (low < start)
			start = low;
		if (low + header->p_memsz > end)
			end = low + header->p_memsz;
	}
	struct module *module = &run_record->modules[index];
	if (info->dlpi_name && info->dlpi_name[0]) {
		strncpy(module->path, info->dlpi_name, sizeof module->path - 1);
	} else {
		/* The executable has no name there; the vdso's is no file and symbolises to
		 * nothing. */
		ssize_t n = readlink("/proc/self/exe", module->path, sizeof module->path - 1);
		if (n < 0)
			module->path[0] = 0;
	}
	module->start = start;
	module->end = end;
	module->bias = info->dlpi_addr;
	atomic_store(&run_record->module_count, index + 1);
	return 0;
}

void record_modules(void)
{
	atomic_store(&run_record->module_count, 0);
	dl_iterate_phdr(note_module, NULL);
}

struct kernel_dirent {
	uint64_t inode;
	int64_t offset;
	unsigned short length;
	unsigned char type;
	char name[];
};

static bool has_slot(int tid)
{
	for (unsigned i = 0; i < THREADS_MAX; i++)
		if (atomic_load(&run_record->threads[i].tid) == tid)
			return true;
	return false;
}

void record_bystanders(void)
{
	_Alignas(8) char buffer[4096];
	run_record->bystander_count = 0;
	int directory = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (directory < 0)
		return;
	long bytes;
	while ((bytes = syscall(SYS_getdents64, directory, buffer, sizeof buffer)) > 0) {
		for (long at = 0; at < bytes;) {
			const struct kernel_dirent *entry = (const void *)(buffer + at);
			at += entry->length;
			int tid = atoi(entry->name);
			if (tid > 0 && !has_slot(tid) &&
			    run_record->bystander_count < BYSTANDERS_MAX)
				run_record->bystanders[run_record->bystander_count++] = tid;
		}
	}
	close(directory);
}
