// Lines in, a guard process over them out: the parent's side. The guard's own life is guard_watch.c.

#define _GNU_SOURCE

#include "guard.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define DESCRIPTOR_LIMIT (CGPIO_LINE_LIMIT + 8)
#define PATIENCE_MS 1000

struct cgpio_guard {
  pid_t pid;
  int link;
  guard_crash crash_before;
};

typedef struct {
  cgpio_outputs *outputs;
  uint32_t safe_word;
} line_duty;

static cgpio_result result(int code) {
  return (cgpio_result){.code = code, .line = -1};
}

static int32_t make_lines_safe(void *context) {
  line_duty *duty = context;
  return outputs_set_all(duty->outputs, duty->safe_word);
}

/// The descriptors of this process that are requests for lines. libgpiod 1.6 does not tell them; the kernel does.
static int find_line_requests(int *found, uint32_t *count) {
  static const char kind[] = "anon_inode:gpio-";
  *count = 0;
  DIR *directory = opendir("/proc/self/fd");
  if (directory == NULL) return errno;
  for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
    char target[sizeof kind];
    ssize_t length = readlinkat(dirfd(directory), entry->d_name, target, sizeof target - 1);
    if (length < (ssize_t)sizeof kind - 1 || memcmp(target, kind, sizeof kind - 1) != 0) continue;
    if (*count < CGPIO_LINE_LIMIT) found[(*count)++] = atoi(entry->d_name);
  }
  closedir(directory);
  return *count > 0 ? 0 : ENOENT;
}

cgpio_result cgpio_guard_start(
  cgpio_outputs *outputs, uint32_t safe_word, const char *label, const char *note, cgpio_guard **guard
) {
  *guard = NULL;
  int requests[CGPIO_LINE_LIMIT];
  uint32_t count;
  int code = find_line_requests(requests, &count);
  if (code != 0) return result(code);
  line_duty lines = {.outputs = outputs, .safe_word = safe_word};  // The guard has a copy of this stack.
  cgpio_guard_duty duty = {.make_safe = make_lines_safe, .context = &lines, .kept = requests, .kept_count = count};
  cgpio_result outcome = cgpio_guard_start_duty(&duty, label, note, guard);
  // The first call through a library looks up its symbols, which takes some 30 µs: better now than on the first tick.
  if (outcome.code == 0) make_lines_safe(&lines);
  return outcome;
}

static int ascending(const void *a, const void *b) {
  return *(const int *)a - *(const int *)b;
}

/// Forks with all signals blocked, so that no handler of the parent's ever runs in the guard.
static pid_t fork_guard(const guard_watch *watch, const int *kept, uint32_t count) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t pid = fork();
  if (pid == 0) guard_keep_watch(watch, kept, count);
  int code = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  errno = code;
  return pid;
}

/// Waits for the guard's first word.
static int hear_first_word(int link) {
  int32_t code;
  ssize_t length;
  do {
    length = recv(link, &code, sizeof code, 0);
  } while (length < 0 && errno == EINTR);
  return length == sizeof code ? code : length < 0 ? errno : ECHILD;
}

static void reap(pid_t pid) {
  while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) continue;
}

static int start(guard_watch *watch, int *links, cgpio_guard *guard) {
  const cgpio_guard_duty *duty = &watch->duty;
  int kept[DESCRIPTOR_LIMIT];
  uint32_t count = 0;
  for (uint32_t i = 0; i < duty->kept_count; i++) kept[count++] = duty->kept[i];
  kept[count++] = STDERR_FILENO;
  kept[count++] = watch->link = links[1];
  kept[count++] = watch->listener;
  qsort(kept, count, sizeof *kept, ascending);
  guard->link = links[0];
  guard->pid = fork_guard(watch, kept, count);
  int code = guard->pid < 0 ? errno : 0;
  close(watch->listener);
  close(links[1]);
  if (code == 0) {
    code = hear_first_word(links[0]);
    if (code != 0) reap(guard->pid);  // It has left already.
  }
  if (code != 0) close(links[0]);
  return code;
}

cgpio_result cgpio_guard_start_duty(
  const cgpio_guard_duty *duty, const char *label, const char *note, cgpio_guard **guard
) {
  *guard = NULL;
  if (duty->kept_count > CGPIO_LINE_LIMIT) return result(EINVAL);
  cgpio_guard *made = calloc(1, sizeof *made);
  if (made == NULL) return result(ENOMEM);
  guard_watch watch = {.duty = *duty, .note = note, .parent = getpid()};
  int links[2];
  int code = guard_listen(label, &watch.listener);
  // A socket pair and not a pipe: writing to a guard that has died must not raise SIGPIPE.
  if (code == 0 && socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, links) != 0) {
    code = errno;
    close(watch.listener);
  }
  if (code == 0) code = start(&watch, links, made);
  if (code == 0) {
    guard_end_crashes_at_once(&made->crash_before);
    *guard = made;
  } else {
    free(made);
  }
  return result(code);
}

int32_t cgpio_guard_pid(const cgpio_guard *guard) {
  return guard->pid;
}

static bool has_left(const cgpio_guard *guard, int patience_ms) {
  struct pollfd end = {.fd = guard->link, .events = 0};  // POLLHUP is always reported.
  return poll(&end, 1, patience_ms) > 0;
}

bool cgpio_guard_is_alive(const cgpio_guard *guard) {
  return !has_left(guard, 0);
}

void cgpio_guard_dismiss(cgpio_guard *guard) {
  if (guard == NULL) return;
  static const char farewell = GUARD_FAREWELL;
  ssize_t sent = send(guard->link, &farewell, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent != 1 || !has_left(guard, PATIENCE_MS)) kill(guard->pid, SIGKILL);
  reap(guard->pid);
  guard_restore_crashes(&guard->crash_before);
  close(guard->link);
  free(guard);
}

void cgpio_guard_call_out(cgpio_guard *guard) {
  if (guard == NULL) return;
  close(guard->link);
  free(guard);
}
