/* A result as one JSON object: a line of results.jsonl.
 *
 *	id, replay        the run id, and the command that runs it again
 *	scenario, allocator, bug (null, or "a+b"), params {name: value}, strategy, build
 *	seed              16 hexadecimal digits: JSON numbers may lose some
 *	outcome, judge    the first finding's; "clean" too is one
 *	why               in plain words; for "skip" the reason
 *	expected          the scenario declares it: it does not count as a finding
 *	confirmed         a predicted cycle that then really happened
 *	signature         the same for the same finding in every run; "" when clean
 *	cycle             [{thread, held, wanted, held_instance, wanted_instance, remark,
 *	                  held_stack[], wanted_stack[]}]; the threads, where it is no cycle; the two
 *	                  accesses of a race
 *	predicted         as cycle, when confirmed: the steps of the prediction that took or
 *	                  wanted their locks at other places, or on other threads
 *	exercised         {operations {name: count}, edges {"held>taken": count}, chains, pairs}
 *	duration_ms, evidence (null, or a folder beside the file), notes []
 *	also              further findings: outcome … predicted, as above
 */
#ifndef STRESS_FRONT_RESULT_JSON_H
#define STRESS_FRONT_RESULT_JSON_H

#include "stress/front/result.h"

#include <jansson.h>

/* A new object, the caller's; NULL without memory. */
json_t *result_json(const struct result *result, struct symbols *symbols);

#endif
