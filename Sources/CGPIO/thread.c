// A thread's attributes in, the core that it may run on written into them.

#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>

#include "cgpio.h"

int32_t cgpio_attribute_core(pthread_attr_t *attributes, uint32_t core) {
  if (core >= CPU_SETSIZE) return EINVAL;
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(core, &cores);
  return pthread_attr_setaffinity_np(attributes, sizeof cores, &cores);
}
