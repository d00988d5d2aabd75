#include "stress/keeper/unwind.h"

#include <elfutils/libdwfl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* Call frame information stands in the files themselves: no search for separate debug files, which
   might even ask a server. */
static int no_debug_file(Dwfl_Module *module, void **user, const char *name, Dwarf_Addr base,
			 const char *file, const char *link, GElf_Word crc, char **found)
{
	(void)module, (void)user, (void)name, (void)base;
	(void)file, (void)link, (void)crc, (void)found;
	return -1;
}

static const Dwfl_Callbacks callbacks = {
    .find_elf = dwfl_linux_proc_find_elf,
    .find_debuginfo = no_debug_file,
};

static int note_module(Dwfl_Module *module, void **user, const char *name, Dwarf_Addr base,
		       void *argument)
{
	(void)user, (void)base;
	struct observation *seen = argument;
	if (seen->module_count == MODULES_MAX)
		return DWARF_CB_ABORT;
	Dwarf_Addr start, end;
	GElf_Addr bias;
	const char *file = NULL;
	if (name[0] == '[' || !dwfl_module_getelf(module, &bias))
		return DWARF_CB_OK; /* the vdso, or no file to read symbols from */
	dwfl_module_info(module, NULL, &start, &end, NULL, NULL, &file, NULL);
	struct module *note = &seen->modules[seen->module_count];
	snprintf(note->path, sizeof note->path, "%s", file ? file : name);
	note->start = start;
	note->end = end;
	note->bias = bias;
	seen->module_count++;
	return DWARF_CB_OK;
}

/* Every frame but the first is a return address to its reader.  One that a signal interrupted is
   not, so it goes in one higher. */
static int note_frame(Dwfl_Frame *frame, void *argument)
{
	struct thread_view *view = argument;
	Dwarf_Addr pc;
	bool is_exact;
	if (!dwfl_frame_pc(frame, &pc, &is_exact))
		return DWARF_CB_ABORT;
	if (is_exact && view->frame_count > 0)
		pc++;
	view->frames[view->frame_count++] = pc;
	return view->frame_count < VIEW_FRAMES_MAX ? DWARF_CB_OK : DWARF_CB_ABORT;
}

static void unwind(pid_t child, struct observation *seen)
{
	Dwfl *dwfl = dwfl_begin(&callbacks);
	if (!dwfl || dwfl_linux_proc_report(dwfl, child) != 0 ||
	    dwfl_report_end(dwfl, NULL, NULL) != 0)
		return;
	dwfl_getmodules(dwfl, note_module, seen, 0);
	if (dwfl_linux_proc_attach(dwfl, child, false) != 0)
		return;
	for (uint32_t i = 0; i < seen->thread_count; i++) {
		struct thread_view *view = &seen->threads[i];
		/* A thread in an uninterruptible wait (vfork) would never stop for us. */
		if (view->state != 'D' && view->state != 'Z' && view->state != 'X')
			dwfl_getthread_frames(dwfl, view->tid, note_frame, view);
	}
}

pid_t unwind_start(pid_t child, struct observation *seen)
{
	pid_t keeper = getpid();
	pid_t unwinder = fork();
	if (unwinder != 0)
		return unwinder;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() == keeper)
		unwind(child, seen);
	_exit(0);
}
