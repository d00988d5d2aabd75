#include "stress/strategy.h"

STRATEGY(free) = {
    .story = "the kernel decides who runs; nothing is added",
};
