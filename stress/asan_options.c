/* How AddressSanitizer and UBSan behave in every program that is linked with them; no other build
 * links this file.
 *
 * The first report ends the program, as an abort does, with its text on standard error; all other
 * deaths are left to the kernel, so that who waits for them sees their signal.  Stacks are taken by
 * unwinding, since those of tasks lie where ASan knows of none; for the same reason frames stay on
 * them (no fake stacks), and no alternate signal stack of ASan's comes in the way. */

const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

__attribute__((visibility("default"))) const char *__asan_default_options(void)
{
	return "abort_on_error=1:halt_on_error=1:detect_leaks=0:detect_stack_use_after_return=0:"
	       "use_sigaltstack=0:handle_segv=0:handle_sigbus=0:handle_abort=0:handle_sigill=0:"
	       "handle_sigtrap=0:handle_sigfpe=0:fast_unwind_on_fatal=0:allow_addr2line=1";
}

__attribute__((visibility("default"))) const char *__ubsan_default_options(void)
{
	return "print_stacktrace=1:abort_on_error=1:halt_on_error=1";
}
