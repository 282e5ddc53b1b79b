// What the guard's parts share: the parent's side (guard.c, guard_crash.c), the watch itself (guard_watch.c), and the
// socket on which others ask for the lines (guard_call.c).

#ifndef CGPIO_GUARD_PARTS_H
#define CGPIO_GUARD_PARTS_H

#include <signal.h>
#include <sys/types.h>

#include "cgpio_guard.h"

/// The one message from parent to guard: the end is a normal one. A link that closes without it means the opposite.
#define GUARD_FAREWELL 'f'

/// Everything that the watch needs, made before the fork.
typedef struct {
  cgpio_guard_duty duty;
  const char *note;
  pid_t parent;
  int link;      // The guard's end of the socket pair to its parent.
  int listener;  // Where others ask.
} guard_watch;

/// The guard's whole life, in the forked process. First it sends one int32_t over the link: 0 when it stands, or why not.
/// `kept` are all descriptors that it needs, ascending.
_Noreturn void guard_keep_watch(const guard_watch *watch, const int *kept, uint32_t count);

/// A listening socket for a guard over chips of that label: 0 or an errno value.
int guard_listen(const char *label, int *listener);
/// Takes one caller; -1 when there is none.
int guard_accept(int listener);
/// Tells a caller who holds the lines: a process id, or 0 for nobody any more.
void guard_answer(int caller, int32_t holder);

#define GUARD_CRASHES 7

/// What a process did on a crash before it was guarded.
typedef struct {
  int dumpable;
  struct sigaction actions[GUARD_CRASHES];
} guard_crash;

/// From now on a crash of this process ends it at once: no core file, no backtrace.
void guard_end_crashes_at_once(guard_crash *before);
void guard_restore_crashes(const guard_crash *before);

/// Sets every line to `word`, whatever is believed of their levels: somebody else may have set them since.
/// Async-signal-safe.
int outputs_set_all(cgpio_outputs *outputs, uint32_t word);

#endif
