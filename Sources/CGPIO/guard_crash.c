// A crash of a guarded process in, its end at once out: what would come first could take seconds, with the spindle on.

#define _GNU_SOURCE

#include <signal.h>
#include <sys/prctl.h>

#include "guard.h"

static const int crashes[GUARD_CRASHES] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGQUIT};

void guard_end_crashes_at_once(guard_crash *before) {
  before->dumpable = prctl(PR_GET_DUMPABLE);
  prctl(PR_SET_DUMPABLE, 0);  // A core file is written before the process lets go of anything.
  struct sigaction plain = {.sa_handler = SIG_DFL};
  sigemptyset(&plain.sa_mask);
  sigset_t heard;
  sigemptyset(&heard);
  for (int i = 0; i < GUARD_CRASHES; i++) {
    sigaction(crashes[i], &plain, &before->actions[i]);
    sigaddset(&heard, crashes[i]);
  }
  // A parent that blocks them (the threads of a dispatch queue do) hands that on, and a watchdog's SIGABRT would be lost.
  pthread_sigmask(SIG_UNBLOCK, &heard, NULL);
}

void guard_restore_crashes(const guard_crash *before) {
  for (int i = 0; i < GUARD_CRASHES; i++) sigaction(crashes[i], &before->actions[i], NULL);
  prctl(PR_SET_DUMPABLE, before->dumpable);
}
