// A chip's label in, the guards over it out: the sockets on which a guard is asked to let go of its lines.

#define _GNU_SOURCE

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "guard.h"

/// How many rigs can hang on chips of one label, each with lines of its own.
#define SLOTS 8
#define PATIENCE_S 1

/// The abstract name of a slot: it leaves no file behind, and goes with its process.
static socklen_t slot_address(const char *label, int slot, struct sockaddr_un *address) {
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  int length = snprintf(
    address->sun_path + 1, sizeof address->sun_path - 1, "rigctl-guard-%.*s-%d", CGPIO_NAME_SIZE, label, slot);
  return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)length);
}

int guard_listen(const char *label, int *listener) {
  *listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (*listener < 0) return errno;
  int code = EADDRINUSE;
  for (int slot = 0; slot < SLOTS && code == EADDRINUSE; slot++) {
    struct sockaddr_un address;
    socklen_t size = slot_address(label, slot, &address);
    code = bind(*listener, (struct sockaddr *)&address, size) == 0 ? 0 : errno;
  }
  if (code == 0 && listen(*listener, SLOTS) != 0) code = errno;
  if (code != 0) close(*listener);
  return code;
}

int guard_accept(int listener) {
  return accept4(listener, NULL, NULL, SOCK_CLOEXEC);
}

void guard_answer(int caller, int32_t holder) {
  send(caller, &holder, sizeof holder, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/// Asks one guard. ECONNREFUSED when there is none.
static int ask_slot(const char *label, int slot, int32_t *holder) {
  int asking = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  if (asking < 0) return errno;
  struct timeval patience = {.tv_sec = PATIENCE_S};
  setsockopt(asking, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(asking, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  struct sockaddr_un address;
  socklen_t size = slot_address(label, slot, &address);
  int code = connect(asking, (struct sockaddr *)&address, size) == 0 ? 0 : errno;
  if (code == 0) {
    ssize_t length = recv(asking, holder, sizeof *holder, 0);
    // One that ends while it is asked has let go too.
    if (length == 0 || (length < 0 && errno == ECONNRESET)) code = ECONNREFUSED;
    else if (length != sizeof *holder) code = length < 0 && errno != EAGAIN ? errno : ETIMEDOUT;
  }
  close(asking);
  return code == EAGAIN ? ETIMEDOUT : code;
}

cgpio_result cgpio_guard_ask(const char *label, uint32_t *released, int32_t *holder) {
  *released = 0;
  *holder = 0;
  int failure = 0;
  for (int slot = 0; slot < SLOTS; slot++) {
    int32_t answer = 0;
    int code = ask_slot(label, slot, &answer);
    if (code == ECONNREFUSED) continue;
    if (code != 0) failure = code;
    else if (answer == 0) *released += 1;
    else if (*holder == 0) *holder = answer;
  }
  return (cgpio_result){.code = failure, .line = -1};
}
