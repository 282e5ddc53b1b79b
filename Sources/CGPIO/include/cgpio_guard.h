// A process that outlives its parent by one duty in: bring the lines to their safe level, whatever ended the parent.

#ifndef CGPIO_GUARD_H
#define CGPIO_GUARD_H

#include "cgpio.h"

#ifdef __cplusplus
extern "C" {
#endif

/// What a guard does when its parent has gone. `make_safe` returns 0 or an errno value, may be called again and again,
/// and is async-signal-safe: it runs in a forked process. `kept` are the file descriptors that it needs; the guard closes
/// all others.
typedef struct {
  int32_t (*make_safe)(void *context);
  void *context;
  const int *kept;
  uint32_t kept_count;
} cgpio_guard_duty;

/// A guard, as its parent sees it.
typedef struct cgpio_guard cgpio_guard;

/// Starts a guard over lines: it drives them to the levels of `safe_word` as soon as this process has gone, by SIGKILL
/// too, and then holds them there, so that no kernel returns them to a pull, until it is asked to let go
/// (cgpio_guard_ask) or gets SIGTERM.
///
/// The guard is a forked copy of this process (no exec) with the same line requests: the kernel does not release
/// the lines when the parent dies. It has a session of its own, the name "rigctl-guard", and ignores SIGINT, SIGHUP and
/// SIGTERM while the parent lives. `label` is the chip's; `note` is printed on standard error when it had to act, after
/// the lines are safe, and may be NULL.
///
/// While it is guarded, a crash ends this process at once, without a core file or a backtrace: both would come before the
/// guard's turn, and take their time.
///
/// Returns when the guard stands and has set `safe_word` once, to prove that it can: the lines must be at that level
/// when this is called. Call it
/// 1. after the outputs were requested, for the guard must have them;
/// 2. before files or sockets are opened that have to close when this process closes them: the guard closes its copies,
///    a moment later;
/// 3. before mlockall, for the pages that both processes share after a fork are copied when they are first written:
///    mlockall, called afterwards, does that at once for all of them, and the real-time thread never pays for it.
///
/// Fails with ENOENT where /proc is not mounted, EADDRINUSE when too many guards watch over chips of this label,
/// as fork does, or as the guard's own first attempt; then there is no guard. Allocates.
cgpio_result cgpio_guard_start(
  cgpio_outputs *outputs, uint32_t safe_word, const char *label, const char *note, cgpio_guard **guard);

/// The same over anything: for tests on machines without GPIO.
cgpio_result cgpio_guard_start_duty(
  const cgpio_guard_duty *duty, const char *label, const char *note, cgpio_guard **guard);

/// The guard's process id.
int32_t cgpio_guard_pid(const cgpio_guard *guard);

/// Whether the guard is still there. One system call that does not block; for any thread.
bool cgpio_guard_is_alive(const cgpio_guard *guard);

/// The normal end: the caller has made the lines safe itself, the guard leaves without touching them. Waits until it
/// has, and takes its process id back (no zombie); one that does not leave within a second is killed. NULL does nothing.
/// Call it before the lines are released, so that they are free at once.
void cgpio_guard_dismiss(cgpio_guard *guard);

/// The end of a caller that could *not* make the lines safe: the guard acts as if this process had died. NULL does nothing.
void cgpio_guard_call_out(cgpio_guard *guard);

/// Asks every guard over chips of this label to let go. Those whose parent has gone do, and the lines are free when this
/// returns; `*released` says how many did. `*holder` is the process id of a parent that lives and keeps its lines, else 0.
///
/// Fails with ETIMEDOUT when a guard is there and does not answer within a second. Blocks; not for a real-time thread.
cgpio_result cgpio_guard_ask(const char *label, uint32_t *released, int32_t *holder);

#ifdef __cplusplus
}
#endif

#endif
