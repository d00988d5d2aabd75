#include "stress/keeper/environment.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Reports are data, taken by the child's hook and symbolised by the front; a crash is left to the
 * kernel, so that its signal reaches the keeper; and a report changes no exit status. */
#define TSAN_OPTIONS_ALL                                                                           \
	"symbolize=0 second_deadlock_stack=1 report_thread_leaks=0 atexit_sleep_ms=0 exitcode=0 "  \
	"halt_on_error=0 die_after_fork=0 log_path=stderr handle_segv=0 handle_sigbus=0 "          \
	"handle_abort=0 handle_sigill=0 handle_sigtrap=0 handle_sigfpe=0"

/* Without it the interceptors of libc see races in code that has no instrumentation of its own. */
#define TSAN_OPTIONS_LOCKS " ignore_interceptors_accesses=1"

__attribute__((format(printf, 2, 3))) static bool add(struct environment *environment,
						      const char *format, ...)
{
	size_t room = sizeof environment->text - environment->used;
	if (environment->count == ENVIRONMENT_VARIABLES_MAX)
		return false;
	va_list args;
	va_start(args, format);
	char *text = environment->text + environment->used;
	int size = vsnprintf(text, room, format, args);
	va_end(args);
	if (size < 0 || (size_t)size >= room)
		return false;
	environment->used += (size_t)size + 1;
	environment->variables[environment->count++] = text;
	environment->variables[environment->count] = NULL;
	return true;
}

static bool is_users_own(const char *variable)
{
	const char *end = strchr(variable, '=');
	const char *malloc_word = strstr(variable, "MALLOC");
	return end && ((malloc_word && malloc_word < end) ||
		       strncmp(variable, "LD_LIBRARY_PATH=", 16) == 0);
}

bool environment_build(struct environment *environment, const struct run_id *id, const char *folder)
{
	environment->count = 0;
	environment->used = 0;
	bool fits =
	    add(environment, "PATH=/usr/local/bin:/usr/bin:/bin") &&
	    add(environment, "HOME=%s", folder) && add(environment, "TMPDIR=%s", folder) &&
	    add(environment, "LANG=C") &&
	    /* Allocators with large initial-exec thread-local storage do not load without. */
	    add(environment, "GLIBC_TUNABLES=glibc.rtld.optional_static_tls=4096");
	if (id->build == BUILD_tsan || id->build == BUILD_tsan_locks)
		fits = fits && add(environment, "TSAN_OPTIONS=%s%s", TSAN_OPTIONS_ALL,
				   id->build == BUILD_tsan_locks ? TSAN_OPTIONS_LOCKS : "");
	if (id->attachment == ATTACH_WORN && strchr(id->allocator, '/'))
		fits = fits && add(environment, "LD_PRELOAD=%s", id->allocator);
	for (char **variable = environ; *variable; variable++)
		if (is_users_own(*variable))
			fits = fits && add(environment, "%s", *variable);
	return fits;
}
