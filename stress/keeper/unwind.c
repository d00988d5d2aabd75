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

/* A forked process has the modules of its parent at the same addresses.  -1: this one is another
   program, which has something else there: addresses in it would be misread. */
static int find_module(const struct observation *seen, const struct module *sought)
{
	for (uint32_t i = 0; i < seen->module_count; i++) {
		const struct module *known = &seen->modules[i];
		if (sought->start >= known->end || known->start >= sought->end)
			continue;
		return sought->bias == known->bias && strcmp(sought->path, known->path) == 0 ? 1
											     : -1;
	}
	return 0;
}

static int note_module(Dwfl_Module *module, void **user, const char *name, Dwarf_Addr base,
		       void *argument)
{
	(void)user, (void)base;
	struct observation *seen = argument;
	Dwarf_Addr start, end;
	GElf_Addr bias;
	const char *file = NULL;
	if (name[0] == '[' || !dwfl_module_getelf(module, &bias))
		return DWARF_CB_OK; /* the vdso, or no file to read symbols from */
	dwfl_module_info(module, NULL, &start, &end, NULL, NULL, &file, NULL);
	struct module note = {.start = start, .end = end, .bias = bias};
	snprintf(note.path, sizeof note.path, "%s", file ? file : name);
	int found = find_module(seen, &note);
	if (found == 0 && seen->module_count < MODULES_MAX)
		seen->modules[seen->module_count++] = note;
	return found < 0 ? DWARF_CB_ABORT : DWARF_CB_OK;
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

static void unwind_threads(Dwfl *dwfl, pid_t process, struct observation *seen)
{
	if (dwfl_linux_proc_report(dwfl, process) != 0 || dwfl_report_end(dwfl, NULL, NULL) != 0)
		return;
	ptrdiff_t stopped_at = dwfl_getmodules(dwfl, note_module, seen, 0);
	bool is_forked = process != seen->child;
	if ((is_forked && stopped_at != 0) || dwfl_linux_proc_attach(dwfl, process, false) != 0)
		return;
	for (uint32_t i = 0; i < seen->thread_count; i++) {
		struct thread_view *view = &seen->threads[i];
		/* A thread in an uninterruptible wait (vfork) would never stop for us. */
		if (view->process == process && !strchr("DZX", view->state))
			dwfl_getthread_frames(dwfl, view->tid, note_frame, view);
	}
}

static bool is_first_of_its_process(const struct observation *seen, uint32_t index)
{
	for (uint32_t i = 0; i < index; i++)
		if (seen->threads[i].process == seen->threads[index].process)
			return false;
	return true;
}

static void unwind(struct observation *seen)
{
	for (uint32_t i = 0; i < seen->thread_count; i++) {
		Dwfl *dwfl = is_first_of_its_process(seen, i) ? dwfl_begin(&callbacks) : NULL;
		if (dwfl)
			unwind_threads(dwfl, seen->threads[i].process, seen);
		dwfl_end(dwfl);
	}
}

pid_t unwind_start(struct observation *seen)
{
	pid_t keeper = getpid();
	pid_t unwinder = fork();
	if (unwinder != 0)
		return unwinder;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() == keeper)
		unwind(seen);
	_exit(0);
}
