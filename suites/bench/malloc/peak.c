#include "suites/bench/malloc/peak.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Not getrusage(): its peak survives exec and is then that of whoever started this program. */
static double peak_kib(void)
{
	char text[4096];
	int file = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
	ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
	if (file >= 0)
		close(file);
	text[length > 0 ? length : 0] = '\0';
	const char *peak = strstr(text, "\nVmHWM:");
	if (peak == NULL) {
		fputs("bench: /proc/self/status does not tell the peak of resident memory\n",
		      stderr);
		exit(1);
	}
	return strtod(peak + sizeof "\nVmHWM:" - 1, NULL);
}

void peak_count(struct bench *bench)
{
	if (bench_thread(bench) == 0)
		bench_count(bench, "peak_rss_kib", peak_kib());
}
