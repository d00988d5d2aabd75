#include "stress/tsan.h"

void tsan_token_take(void *token, bool tried, const void *site)
{
	(void)token;
	(void)tried;
	(void)site;
}

void tsan_token_drop(void *token)
{
	(void)token;
}

void tsan_acquire(void *instance)
{
	(void)instance;
}

void tsan_release(void *instance)
{
	(void)instance;
}

void tsan_delivery_point(void)
{
}

void tsan_quiet_begin(void)
{
}

void tsan_quiet_end(void)
{
}

void tsan_forked(void)
{
}

bool tsan_is_on(void)
{
	return false;
}
