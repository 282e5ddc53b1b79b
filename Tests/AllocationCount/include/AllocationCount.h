// How often this thread has asked for memory: a number that a test compares before and after.
#ifndef ALLOCATION_COUNT_H
#define ALLOCATION_COUNT_H

#include <stdint.h>

/// Calls of malloc, calloc, realloc, posix_memalign, aligned_alloc and memalign by the calling thread since it began.
uint64_t allocation_count(void);

#endif
