// What one version of libgpiod has to be able to do: physical levels by line index; names, bits and polarity are above.
// Every function returns 0 or an errno value.

#ifndef CGPIO_NATIVE_H
#define CGPIO_NATIVE_H

#include <errno.h>
#include <gpiod.h>
#include <stddef.h>
#include <string.h>

#include "cgpio.h"

struct cgpio_chip {
  struct gpiod_chip *handle;
  cgpio_chip_info info;
};

/// Lines held by this process, in the order in which they were asked for. Defined by each half.
typedef struct native_lines native_lines;

/// The errno of a call that failed. libgpiod promises to set it; a failure must not turn into 0 where it did not.
static inline int native_errno(void) {
  return errno != 0 ? errno : EIO;
}

/// Copies text that may be NULL and may be too long.
static inline void native_copy(char *to, size_t size, const char *from) {
  size_t length = from == NULL ? 0 : strnlen(from, size - 1);
  if (length > 0) memcpy(to, from, length);
  to[length] = 0;
}

const char *native_version(void);

/// Fills in name, label and number of lines.
int native_chip_describe(struct cgpio_chip *chip);
/// ENOENT when there is no such line.
int native_line_find(struct cgpio_chip *chip, const char *name, uint32_t *offset);
int native_line_describe(struct cgpio_chip *chip, uint32_t offset, cgpio_line_info *info);

/// Bit i of `levels` is the physical level of line i.
int native_request_outputs(
  struct cgpio_chip *chip, const uint32_t *offsets, uint32_t count, uint64_t levels, cgpio_drive drive,
  const char *consumer, native_lines **lines);
int native_request_inputs(
  struct cgpio_chip *chip, const uint32_t *offsets, const cgpio_bias *biases, uint32_t count, const char *consumer,
  native_lines **lines);
/// Real-time thread. `changing` is not empty; the lines outside it have the levels that they had before.
int native_set(native_lines *lines, uint64_t changing, uint64_t levels);
/// Real-time thread.
int native_get(native_lines *lines, uint64_t *levels);
void native_release(native_lines *lines);

/// An edge of a line, by its physical level.
typedef struct {
  uint64_t ns;
  uint32_t line;
  bool is_high;
} native_edge;

typedef struct native_watch native_watch;

/// Which edges of a line are told, by physical level.
typedef enum { NATIVE_BOTH_EDGES, NATIVE_RISING_EDGE, NATIVE_FALLING_EDGE } native_edges;

int native_watch_request(
  struct cgpio_chip *chip, const uint32_t *offsets, const cgpio_bias *biases, const native_edges *edges,
  uint32_t count, const char *consumer, native_watch **watch);
/// Edges in any order; none when the time is over or a signal came.
int native_watch_read(
  native_watch *watch, int64_t timeout_ns, native_edge *edges, uint32_t capacity, uint32_t *count);
/// Sets the bits of those lines that are high.
int native_watch_levels(native_watch *watch, uint64_t *high);
uint64_t native_watch_lost(const native_watch *watch);
void native_watch_release(native_watch *watch);

/// What can be told before the kernel is asked: offsets that do not exist or that come twice.
cgpio_result lines_check(const cgpio_chip *chip, const uint32_t *offsets, uint32_t count);
/// The kernel says that *a* line is busy; which one is found by asking about each.
cgpio_result lines_refusal(cgpio_chip *chip, int code, const uint32_t *offsets, uint32_t count);

#endif
