/* JUnit XML, made from results.jsonl: what CI systems read. */
#ifndef STRESS_FRONT_JUNIT_H
#define STRESS_FRONT_JUNIT_H

#include <stdbool.h>

/* Writes <folder>/junit.xml.  A finding is a failure, broken an error, skip skipped; what the
   scenario declares passes.  classname is allocator.scenario, name the run id, made unique by a
   number where a run was repeated.  False, with errno, when it cannot be written. */
bool junit_write(const char *folder);

#endif
