#include "stress/front/evidence.h"

#include "stress/front/report.h"
#include "stress/front/whole_file.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

static bool make_folder(const char *path)
{
	return mkdir(path, 0777) == 0 || errno == EEXIST;
}

static bool keep_report(const char *folder, const char *path, const struct result *result,
			struct symbols *symbols)
{
	struct report_style all = {.color = false, .folder = folder, .frames_max = 0};
	struct whole_file whole;
	if (!whole_file_open(&whole, path, "report.txt"))
		return false;
	report_print(whole.file, &all, result, 0, symbols);
	return whole_file_close(&whole);
}

static bool keep_output(const char *folder, const struct observation *seen)
{
	if (!seen)
		return true;
	size_t kept = seen->output_kept < OUTPUT_MAX ? seen->output_kept : OUTPUT_MAX;
	return whole_file_write(folder, "output.txt", seen->output, kept);
}

bool evidence_keep(const char *folder, unsigned number, struct result *result,
		   struct symbols *symbols)
{
	char path[512];
	snprintf(path, sizeof path, "%s/evidence", folder);
	if (!make_folder(path))
		return false;
	snprintf(result->evidence_folder, sizeof result->evidence_folder, "evidence/%u", number);
	snprintf(path, sizeof path, "%s/%s", folder, result->evidence_folder);
	return make_folder(path) && keep_report(folder, path, result, symbols) &&
	       keep_output(path, result->evidence.seen);
}
