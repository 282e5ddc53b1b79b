// usage: crossed_wires CHIP FIRST CHIP FIRST LINE...
//
// Wires between two simulated chips: line n of the one to line n of the other, in whichever direction a side drives.
// CHIP is a chip's folder in /sys, FIRST the number of its line 0 in the kernel's record.
//
// It reads that record (trace points gpio_value and gpio_direction, in an instance of its own), so it carries every edge,
// in order; what an edge takes to get across is the time until the next look. Whoever is to be heard has to start after
// it. It says "ready" once it looks, and ends with SIGTERM; with exit code 3 where the record has lost something, and 4
// where it was kept from looking for so long that the edges it then carried at once were no longer the controller's.

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LINES 64
#define FOLDER "/sys/kernel/tracing/instances/crossed_wires"
// How long an edge waits.
#define LOOK_NS 200000
// How long it must never wait: a few pulses of the quickest job here.
#define LATE_NS 3000000

enum { UNKNOWN = -1, LOW, HIGH };

// One end of the wires.
struct side {
  int first;
  int pull[LINES];  // Files; below 0 where there is no wire.
  int set[LINES];   // The level that was put on the line here last.
  int shown[LINES];  // The level that the wire has here.
};

static struct side sides[2];

// The longest time between two looks, and when that was, since the first.
static volatile long long longest_ns, longest_at_ns;

static long long now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void take_away(int signal) {
  rmdir(FOLDER);
  if (signal == 0) return;
  if (longest_ns > LATE_NS) {
    char text[128];
    int length = snprintf(text, sizeof text, "crossed_wires: nothing was carried for %lld us, until %lld ms after ready\n",
                          longest_ns / 1000, longest_at_ns / 1000000);
    if (write(2, text, (size_t)length) < 0) _exit(1);
    _exit(4);
  }
  _exit(0);
}

static void fail(const char *what) {
  perror(what);
  take_away(0);
  exit(1);
}

static void put(const char *file, const char *text) {
  char path[256];
  snprintf(path, sizeof path, "%s/%s", FOLDER, file);
  int opened = open(path, O_WRONLY | O_TRUNC);
  if (opened < 0 || write(opened, text, strlen(text)) < 0) fail(path);
  close(opened);
}

static void connect_line(struct side *side, const char *chip, int line) {
  char path[512];
  snprintf(path, sizeof path, "%s/sim_gpio%d/pull", chip, line);
  side->pull[line] = open(path, O_WRONLY);
  if (side->pull[line] < 0) fail(path);
}

static void show(struct side *side, int line, int level) {
  const char *pull = level == HIGH ? "pull-up" : "pull-down";
  if (pwrite(side->pull[line], pull, strlen(pull), 0) < 0) fail("pull");
  side->shown[line] = level;
}

// gpio_value: 529 set 1
// gpio_direction: 529  in (0)
static void carry(const char *event, int number, const char *word, int level) {
  for (int which = 0; which < 2; which++) {
    struct side *here = &sides[which], *there = &sides[1 - which];
    int line = number - here->first;
    if (line < 0 || line >= LINES || here->pull[line] < 0) continue;
    if (strcmp(event, "gpio_value") == 0 && strcmp(word, "set") == 0) {
      here->set[line] = level;
      if (there->shown[line] != level) show(there, line, level);
    } else if (strcmp(event, "gpio_direction") == 0 && strcmp(word, "in") == 0 && there->set[line] != UNKNOWN) {
      // Its pull was asked for at the same time; the wire is stronger.
      show(here, line, there->set[line]);
    }
    return;
  }
}

static void read_line(char *text) {
  if (strstr(text, "LOST") != NULL) {
    fprintf(stderr, "crossed_wires: the record was too small: %s\n", text);
    take_away(0);
    exit(3);
  }
  char event[32], word[8];
  int number, level = 0;
  char *name = strstr(text, ": gpio_");
  if (name == NULL) return;
  if (sscanf(name + 2, "%31[a-z_]: %d %7s %d", event, &number, word, &level) >= 3) carry(event, number, word, level);
}

static void look(int record) {
  static char text[1 << 16];
  static size_t kept;
  for (;;) {
    ssize_t count = read(record, text + kept, sizeof text - 1 - kept);
    if (count < 0 && errno == EAGAIN) return;
    if (count < 0 && errno != EINTR) fail("trace_pipe");
    if (count <= 0) return;
    kept += (size_t)count;
    text[kept] = 0;
    char *begin = text;
    for (char *end; (end = strchr(begin, '\n')) != NULL; begin = end + 1) {
      *end = 0;
      read_line(begin);
    }
    kept -= (size_t)(begin - text);
    memmove(text, begin, kept + 1);
  }
}

int main(int count, char **words) {
  if (count < 6) return 2;
  for (int which = 0; which < 2; which++) {
    sides[which].first = atoi(words[2 + 2 * which]);
    for (int line = 0; line < LINES; line++) {
      sides[which].pull[line] = -1;
      sides[which].set[line] = sides[which].shown[line] = UNKNOWN;
    }
    for (int i = 5; i < count; i++) connect_line(&sides[which], words[1 + 2 * which], atoi(words[i]) & (LINES - 1));
  }
  // Threads of a test have signals blocked, and hand that on.
  sigset_t heard;
  sigemptyset(&heard);
  sigaddset(&heard, SIGTERM);
  signal(SIGTERM, take_away);
  sigprocmask(SIG_UNBLOCK, &heard, NULL);

  rmdir(FOLDER);
  if (mkdir(FOLDER, 0700) != 0) fail(FOLDER);
  put("buffer_size_kb", "4096");
  put("events/gpio/gpio_value/filter", "get == 0");
  put("events/gpio/gpio_value/enable", "1");
  put("events/gpio/gpio_direction/enable", "1");
  int record = open(FOLDER "/trace_pipe", O_RDONLY | O_NONBLOCK);
  if (record < 0) fail("trace_pipe");
  // Before planners, and after the kernel's threads for edges: each edge is noted before the next is made.
  if (sched_setscheduler(0, SCHED_FIFO, &(struct sched_param){.sched_priority = 45}) != 0) fail("SCHED_FIFO");
  // A page that is fetched from the host while the guest's clock jumps over waits holds up every edge.
  if (mlockall(MCL_CURRENT | MCL_FUTURE) != 0) fail("mlockall");
  puts("ready");
  fflush(stdout);
  long long begun = now_ns(), looked = begun;
  for (;;) {
    look(record);
    long long now = now_ns();
    if (now - looked > longest_ns) {
      longest_ns = now - looked;
      longest_at_ns = now - begun;
    }
    looked = now;
    nanosleep(&(struct timespec){.tv_nsec = LOOK_NS}, NULL);
  }
}
