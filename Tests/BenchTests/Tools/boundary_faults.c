// Faults at the boundary between a program and the system, for a program that knows nothing of them: loaded in front of
// the C library (LD_PRELOAD), it passes every call on but the one that the environment names.
//
//   RIG_FAIL_SET=N      the Nth call that sets GPIO lines fails with EIO and sets nothing; N+ fails all from there on
//   RIG_LATE_SLEEP=N    the Nth sleep until an absolute time returns late, by RIG_LATE_NS nanoseconds (2,000,000)
//
// Counted over all threads, from 1.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <linux/gpio.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static long failing_set, late_sleep, late_ns = 2000000;
static bool all_from_there;
static atomic_long sets, sleeps;
static int (*real_ioctl)(int, unsigned long, ...);
static int (*real_sleep)(clockid_t, int, const struct timespec *, struct timespec *);

static long number(const char *name, long otherwise) {
  const char *text = getenv(name);
  return text == NULL ? otherwise : atol(text);
}

// Before main: a program's first real-time call finds everything ready.
__attribute__((constructor)) static void begin(void) {
  *(void **)&real_ioctl = dlsym(RTLD_NEXT, "ioctl");
  *(void **)&real_sleep = dlsym(RTLD_NEXT, "clock_nanosleep");
  failing_set = number("RIG_FAIL_SET", 0);
  const char *set = getenv("RIG_FAIL_SET");
  all_from_there = set != NULL && strchr(set, '+') != NULL;
  late_sleep = number("RIG_LATE_SLEEP", 0);
  late_ns = number("RIG_LATE_NS", late_ns);
}

int ioctl(int file, unsigned long request, ...) {
  va_list rest;
  va_start(rest, request);
  void *argument = va_arg(rest, void *);
  va_end(rest);
  if (request == GPIOHANDLE_SET_LINE_VALUES_IOCTL || request == GPIO_V2_LINE_SET_VALUES_IOCTL) {
    long count = atomic_fetch_add(&sets, 1) + 1;
    if (failing_set > 0 && (count == failing_set || (all_from_there && count > failing_set))) {
      errno = EIO;
      return -1;
    }
  }
  return real_ioctl(file, request, argument);
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *until, struct timespec *rest) {
  int result = real_sleep(clock, flags, until, rest);
  if (flags & TIMER_ABSTIME && late_sleep > 0 && atomic_fetch_add(&sleeps, 1) + 1 == late_sleep) {
    struct timespec more = {.tv_sec = late_ns / 1000000000, .tv_nsec = late_ns % 1000000000};
    real_sleep(CLOCK_MONOTONIC, 0, &more, NULL);
  }
  return result;
}
