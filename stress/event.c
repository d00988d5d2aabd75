#include "stress/event.h"

event_listener *event_listening;
