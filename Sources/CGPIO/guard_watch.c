// A parent that has gone in, safe lines out: the life of the guard process. After a fork: async-signal-safe calls only.

#define _GNU_SOURCE

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "guard.h"

#define RETRY_MS 2

static const int borne[] = {SIGINT, SIGHUP, SIGTERM, SIGPIPE};

/// Nothing of the parent's handlers stays; what is sent to end the parent does not end the guard.
static void set_signals(void) {
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);  // Refused for some, which is as well.
  for (unsigned i = 0; i < sizeof borne / sizeof *borne; i++) signal(borne[i], SIG_IGN);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

/// Closes all but `kept`, ascending.
static void close_others(const int *kept, uint32_t count) {
  unsigned first = 0;
  for (uint32_t i = 0; i < count; i++) {
    if ((unsigned)kept[i] > first) close_range(first, (unsigned)kept[i] - 1, 0);
    first = (unsigned)kept[i] + 1;
  }
  close_range(first, ~0U, 0);
}

/// Keeps its pages in memory and its turn at the processor, where the system permits: below every thread that ticks.
/// Locked as they are touched: locking all would copy the whole parent.
static void take_precedence(void) {
  mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT);
  struct sched_param priority = {.sched_priority = 1};
  sched_setscheduler(0, SCHED_FIFO, &priority);
}

/// Tells a person, if that does not block, and closes standard error: whoever reads it to its end waits for us else.
static void print_note(const char *note) {
  struct pollfd console = {.fd = STDERR_FILENO, .events = POLLOUT};
  if (note != NULL && poll(&console, 1, 0) == 1 && console.revents == POLLOUT) {
    ssize_t written = write(STDERR_FILENO, note, strlen(note));
    (void)written;  // There is nobody left to tell.
  }
  close(STDERR_FILENO);
}

/// Whether the parent has gone, after something came over the link. Does not return from a normal end.
static bool parent_has_gone(int link) {
  char message = 0;
  ssize_t length = recv(link, &message, 1, MSG_DONTWAIT);
  if (length == 1 && message == GUARD_FAREWELL) _exit(0);
  return length >= 0 || (errno != EINTR && errno != EAGAIN);
}

/// Gives up the lines, and only then says so.
static _Noreturn void let_go(int caller) {
  close_others(&caller, 1);
  guard_answer(caller, 0);
  _exit(0);
}

_Noreturn void guard_keep_watch(const guard_watch *watch, const int *kept, uint32_t count) {
  set_signals();
  setsid();
  prctl(PR_SET_NAME, "rigctl-guard");
  close_others(kept, count);
  take_precedence();
  int32_t code = watch->duty.make_safe(watch->duty.context);  // Also touches every page that will be needed.
  send(watch->link, &code, sizeof code, MSG_NOSIGNAL);
  if (code != 0) _exit(1);

  bool parent_lives = true, is_safe = false;
  struct pollfd doors[2] = {{.fd = watch->link, .events = POLLIN}, {.fd = watch->listener, .events = POLLIN}};
  for (;;) {
    poll(doors, 2, parent_lives || is_safe ? -1 : RETRY_MS);
    bool has_just_gone = parent_lives && doors[0].revents != 0 && parent_has_gone(watch->link);
    if (has_just_gone) {
      parent_lives = false;
      doors[0].fd = -1;
    }
    if (!parent_lives && !is_safe) is_safe = watch->duty.make_safe(watch->duty.context) == 0;
    if (has_just_gone) {
      signal(SIGTERM, SIG_DFL);
      print_note(is_safe ? watch->note : NULL);
    }
    int caller = doors[1].revents != 0 ? guard_accept(watch->listener) : -1;
    if (caller >= 0 && !parent_lives) let_go(caller);
    if (caller >= 0) {
      guard_answer(caller, watch->parent);
      close(caller);
    }
  }
}
