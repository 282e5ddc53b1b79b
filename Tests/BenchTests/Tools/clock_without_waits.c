// A clock that nobody waits for: loaded in front of the C library (LD_PRELOAD), it lets a program's tick thread have its
// next tick at once, and its other threads what they slept for. Hours of ticks so reach the lines in minutes, in their
// order and with their steps; when they reach them says nothing any more.
//
// CLOCK_MONOTONIC is here what the tick thread's sleeps until an absolute time have added up to. Before it goes on, it
// wakes whoever's usleep() would have ended by then, and waits until all of those sleep again: a planner never falls
// behind, however long it takes.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { SECOND = 1000000000, THREADS = 16 };

// A thread that does not sleep again within this time does something else: nobody waits for it any longer.
static const uint64_t PATIENCE_NS = 2ull * SECOND;
// Whoever only looks at the clock must see it go on.
static const uint64_t GLANCE_NS = 50;

typedef struct {
  bool is_taken, sleeps;
  uint64_t until_ns;
  pthread_cond_t wakes;
} Sleeper;

static int (*real_gettime)(clockid_t, struct timespec *);
static int (*real_sleep)(clockid_t, int, const struct timespec *, struct timespec *);
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t all_sleep;
static Sleeper sleepers[THREADS];
static uint64_t now_ns, ticks;
// Threads that the ticks wait for: at first the one that will hand over what they need.
static int awake = 1;

static uint64_t ns(const struct timespec *time) { return (uint64_t)time->tv_sec * SECOND + (uint64_t)time->tv_nsec; }
static struct timespec moment(uint64_t ns) {
  return (struct timespec){.tv_sec = (time_t)(ns / SECOND), .tv_nsec = (long)(ns % SECOND)};
}

static struct timespec really_in(uint64_t patience_ns) {
  struct timespec time;
  real_gettime(CLOCK_MONOTONIC, &time);
  return moment(ns(&time) + patience_ns);
}

__attribute__((constructor)) static void begin(void) {
  *(void **)&real_gettime = dlsym(RTLD_NEXT, "clock_gettime");
  *(void **)&real_sleep = dlsym(RTLD_NEXT, "clock_nanosleep");
  // Programs that this one starts have the system's clock.
  unsetenv("LD_PRELOAD");
  pthread_condattr_t monotonic;
  pthread_condattr_init(&monotonic);
  pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
  pthread_cond_init(&all_sleep, &monotonic);
  for (int i = 0; i < THREADS; i++) pthread_cond_init(&sleepers[i].wakes, &monotonic);
  struct timespec time;
  real_gettime(CLOCK_MONOTONIC, &time);
  now_ns = ns(&time);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  if (clock != CLOCK_MONOTONIC) return real_gettime(clock, time);
  *time = moment(__atomic_add_fetch(&now_ns, GLANCE_NS, __ATOMIC_RELAXED));
  return 0;
}

static void advance(uint64_t until_ns) {
  if (__atomic_load_n(&now_ns, __ATOMIC_RELAXED) < until_ns) __atomic_store_n(&now_ns, until_ns, __ATOMIC_RELAXED);
}

// Turn is held. Whoever's sleep ends by then is woken, the earliest first.
static bool wake_one(uint64_t by_ns) {
  Sleeper *first = NULL;
  for (int i = 0; i < THREADS; i++) {
    Sleeper *one = &sleepers[i];
    if (one->sleeps && one->until_ns <= by_ns && (first == NULL || one->until_ns < first->until_ns))
      first = one;
  }
  if (first == NULL) return false;
  advance(first->until_ns);
  first->sleeps = false;
  awake++;
  pthread_cond_signal(&first->wakes);
  return true;
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *until, struct timespec *rest) {
  if (clock != CLOCK_MONOTONIC || !(flags & TIMER_ABSTIME)) return real_sleep(clock, flags, until, rest);
  uint64_t until_ns = ns(until);
  pthread_mutex_lock(&turn);
  ticks++;
  do {
    struct timespec patience;
    if (awake > 0) patience = really_in(PATIENCE_NS);
    while (awake > 0) {
      if (pthread_cond_timedwait(&all_sleep, &turn, &patience) == ETIMEDOUT) awake = 0;
    }
  } while (wake_one(until_ns));
  advance(until_ns);
  pthread_mutex_unlock(&turn);
  return 0;
}

int usleep(useconds_t us) {
  pthread_mutex_lock(&turn);
  Sleeper *mine = NULL;
  for (int i = 0; i < THREADS && mine == NULL; i++) {
    if (!sleepers[i].is_taken) mine = &sleepers[i];
  }
  if (mine == NULL) abort();
  mine->is_taken = true;
  mine->sleeps = true;
  mine->until_ns = __atomic_load_n(&now_ns, __ATOMIC_RELAXED) + (uint64_t)us * 1000;
  // The tick thread may have lost patience with this one.
  if (awake > 0 && --awake == 0) pthread_cond_signal(&all_sleep);
  while (mine->sleeps) {
    uint64_t seen = ticks;
    struct timespec patience = really_in((uint64_t)us * 1000);
    int ended = pthread_cond_timedwait(&mine->wakes, &turn, &patience);
    if (ended == ETIMEDOUT && mine->sleeps && seen == ticks) {
      // Nothing ticks: the sleep has lasted as long as it says.
      advance(mine->until_ns);
      mine->sleeps = false;
      awake++;
    }
  }
  mine->is_taken = false;
  pthread_mutex_unlock(&turn);
  return 0;
}
