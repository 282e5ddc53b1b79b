// The half for libgpiod 1.6 (Debian 12, Raspberry Pi OS bookworm): a request has one set of flags for all of its lines.

#define _GNU_SOURCE  // For ppoll.

#include "native.h"

#ifdef GPIOD_LINE_BULK_MAX_LINES  // Defined by 1.x only.

#include <poll.h>
#include <stdlib.h>

#define BIAS_KINDS 4

/// One bulk for outputs; one for each kind of bias for inputs. Values stand by group: a group's begin at its `first`.
struct native_lines {
  uint32_t group_count;
  uint32_t count;  // Of values, in all groups.
  struct gpiod_line_bulk groups[BIAS_KINDS];
  uint32_t first[BIAS_KINDS];
  uint8_t index[CGPIO_LINE_LIMIT];   // The line that a value is of.
  int values[CGPIO_LINE_LIMIT];      // As last set or read: the old interface wants all of them each time.
  int before[CGPIO_LINE_LIMIT];      // Of inputs, as read when one last changed, …
  uint64_t levels;                   // … and what that is by line; of outputs, as last set.
};

const char *native_version(void) {
  return gpiod_version_string();
}

int native_chip_describe(struct cgpio_chip *chip) {
  native_copy(chip->info.name, sizeof chip->info.name, gpiod_chip_name(chip->handle));
  native_copy(chip->info.label, sizeof chip->info.label, gpiod_chip_label(chip->handle));
  chip->info.line_count = gpiod_chip_num_lines(chip->handle);
  return 0;
}

int native_line_find(struct cgpio_chip *chip, const char *name, uint32_t *offset) {
  errno = 0;
  struct gpiod_line *line = gpiod_chip_find_line(chip->handle, name);
  if (line == NULL) return native_errno();
  *offset = gpiod_line_offset(line);
  return 0;
}

int native_line_describe(struct cgpio_chip *chip, uint32_t offset, cgpio_line_info *info) {
  errno = 0;
  struct gpiod_line *line = gpiod_chip_get_line(chip->handle, offset);
  if (line == NULL) return native_errno();
  // The library keeps what it read first; somebody may have taken the line since.
  if (gpiod_line_update(line) != 0) return native_errno();
  native_copy(info->name, sizeof info->name, gpiod_line_name(line));
  native_copy(info->consumer, sizeof info->consumer, gpiod_line_consumer(line));
  info->used = gpiod_line_is_used(line);
  return 0;
}

static int add_line(struct cgpio_chip *chip, native_lines *lines, uint32_t group, uint32_t offset, uint32_t index) {
  errno = 0;
  struct gpiod_line *line = gpiod_chip_get_line(chip->handle, offset);
  if (line == NULL) return native_errno();
  lines->index[lines->count++] = (uint8_t)index;
  gpiod_line_bulk_add(&lines->groups[group], line);
  return 0;
}

static native_lines *empty_lines(void) {
  native_lines *lines = calloc(1, sizeof *lines);
  if (lines != NULL) {
    for (int group = 0; group < BIAS_KINDS; group++) gpiod_line_bulk_init(&lines->groups[group]);
  }
  return lines;
}

static int drive_flags(cgpio_drive drive) {
  switch (drive) {
    case CGPIO_DRIVE_OPEN_DRAIN: return GPIOD_LINE_REQUEST_FLAG_OPEN_DRAIN;
    case CGPIO_DRIVE_OPEN_SOURCE: return GPIOD_LINE_REQUEST_FLAG_OPEN_SOURCE;
    default: return 0;
  }
}

int native_request_outputs(
  struct cgpio_chip *chip, const uint32_t *offsets, uint32_t count, uint64_t levels, cgpio_drive drive,
  const char *consumer, native_lines **lines
) {
  native_lines *made = empty_lines();
  if (made == NULL) return ENOMEM;
  int code = 0;
  for (uint32_t i = 0; code == 0 && i < count; i++) {
    made->values[i] = (int)(levels >> i & 1);
    code = add_line(chip, made, 0, offsets[i], i);
  }
  struct gpiod_line_request_config config = {
    .consumer = consumer, .request_type = GPIOD_LINE_REQUEST_DIRECTION_OUTPUT, .flags = drive_flags(drive)};
  errno = 0;
  if (code == 0 && gpiod_line_request_bulk(&made->groups[0], &config, made->values) != 0) code = native_errno();
  if (code != 0) {
    free(made);
    return code;
  }
  made->group_count = 1;
  made->levels = levels;
  *lines = made;
  return 0;
}

static int bias_flags(cgpio_bias bias) {
  switch (bias) {
    case CGPIO_BIAS_NONE: return GPIOD_LINE_REQUEST_FLAG_BIAS_DISABLE;
    case CGPIO_BIAS_PULL_UP: return GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP;
    case CGPIO_BIAS_PULL_DOWN: return GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN;
    default: return 0;
  }
}

/// Requests the lines of one kind of bias as the next group; a kind that no line has is left out.
static int request_group(
  struct cgpio_chip *chip, native_lines *lines, cgpio_bias bias, const uint32_t *offsets, const cgpio_bias *biases,
  uint32_t count, const char *consumer
) {
  uint32_t group = lines->group_count;
  lines->first[group] = lines->count;
  int code = 0;
  for (uint32_t i = 0; code == 0 && i < count; i++) {
    if (biases[i] == bias) code = add_line(chip, lines, group, offsets[i], i);
  }
  if (code != 0 || gpiod_line_bulk_num_lines(&lines->groups[group]) == 0) return code;
  struct gpiod_line_request_config config = {
    .consumer = consumer, .request_type = GPIOD_LINE_REQUEST_DIRECTION_INPUT, .flags = bias_flags(bias)};
  errno = 0;
  if (gpiod_line_request_bulk(&lines->groups[group], &config, NULL) != 0) return native_errno();
  lines->group_count += 1;
  return 0;
}

int native_request_inputs(
  struct cgpio_chip *chip, const uint32_t *offsets, const cgpio_bias *biases, uint32_t count, const char *consumer,
  native_lines **lines
) {
  native_lines *made = empty_lines();
  if (made == NULL) return ENOMEM;
  for (int bias = 0; bias < BIAS_KINDS; bias++) {
    int code = request_group(chip, made, (cgpio_bias)bias, offsets, biases, count, consumer);
    if (code != 0) {
      native_release(made);
      return code;
    }
  }
  *lines = made;
  return 0;
}

// A tick is short, so no instruction is wasted on the way to the system call and back.
int native_set(native_lines *lines, uint64_t changing, uint64_t levels) {
  (void)changing;
  for (uint64_t other = levels ^ lines->levels; other != 0; other &= other - 1) {
    lines->values[__builtin_ctzll(other)] ^= 1;
  }
  lines->levels = levels;
  return gpiod_line_set_value_bulk(&lines->groups[0], lines->values) == 0 ? 0 : native_errno();
}

int native_get(native_lines *lines, uint64_t *levels) {
  uint32_t group = 0;
  do {
    if (gpiod_line_get_value_bulk(&lines->groups[group], &lines->values[lines->first[group]]) != 0) {
      return native_errno();
    }
  } while (++group < lines->group_count);
  // Inputs seldom change.
  if (memcmp(lines->values, lines->before, lines->count * sizeof *lines->values) != 0) {
    memcpy(lines->before, lines->values, sizeof lines->before);
    lines->levels = 0;
    for (uint32_t k = 0; k < lines->count; k++) {
      lines->levels |= (uint64_t)(lines->values[k] != 0) << lines->index[k];
    }
  }
  *levels = lines->levels;
  return 0;
}

void native_release(native_lines *lines) {
  for (uint32_t group = 0; group < lines->group_count; group++) gpiod_line_release_bulk(&lines->groups[group]);
  free(lines);
}

/// One descriptor a line: the old interface has no request for the edges of several.
struct native_watch {
  uint32_t count;
  struct gpiod_line *lines[CGPIO_LINE_LIMIT];
  struct pollfd doors[CGPIO_LINE_LIMIT];
};

static int request_edges(struct gpiod_line *line, native_edges edges, const char *consumer, int flags) {
  switch (edges) {
    case NATIVE_RISING_EDGE: return gpiod_line_request_rising_edge_events_flags(line, consumer, flags);
    case NATIVE_FALLING_EDGE: return gpiod_line_request_falling_edge_events_flags(line, consumer, flags);
    default: return gpiod_line_request_both_edges_events_flags(line, consumer, flags);
  }
}

int native_watch_request(
  struct cgpio_chip *chip, const uint32_t *offsets, const cgpio_bias *biases, const native_edges *edges,
  uint32_t count, const char *consumer, native_watch **watch
) {
  native_watch *made = calloc(1, sizeof *made);
  if (made == NULL) return ENOMEM;
  for (uint32_t i = 0; i < count; i++) {
    errno = 0;
    struct gpiod_line *line = gpiod_chip_get_line(chip->handle, offsets[i]);
    if (line == NULL || request_edges(line, edges[i], consumer, bias_flags(biases[i])) != 0) {
      int code = native_errno();
      native_watch_release(made);
      return code;
    }
    made->lines[i] = line;
    made->doors[i] = (struct pollfd){.fd = gpiod_line_event_get_fd(line), .events = POLLIN};
    made->count = i + 1;
  }
  *watch = made;
  return 0;
}

/// What the kernel has of one line; it keeps 16.
static int take_edges(native_watch *watch, uint32_t line, native_edge *edges, uint32_t capacity, uint32_t *count) {
  struct gpiod_line_event found[16];
  uint32_t room = capacity - *count;
  errno = 0;
  int taken = gpiod_line_event_read_multiple(watch->lines[line], found, room < 16 ? room : 16);
  if (taken < 0) return native_errno();
  for (int k = 0; k < taken; k++) {
    edges[(*count)++] = (native_edge){
      .ns = (uint64_t)found[k].ts.tv_sec * 1000000000 + (uint64_t)found[k].ts.tv_nsec,
      .line = line,
      .is_high = found[k].event_type == GPIOD_LINE_EVENT_RISING_EDGE};
  }
  return 0;
}

int native_watch_read(
  native_watch *watch, int64_t timeout_ns, native_edge *edges, uint32_t capacity, uint32_t *count
) {
  struct timespec patience = {.tv_sec = timeout_ns / 1000000000, .tv_nsec = timeout_ns % 1000000000};
  *count = 0;
  int ready = ppoll(watch->doors, watch->count, timeout_ns < 0 ? NULL : &patience, NULL);
  if (ready < 0) return errno == EINTR ? 0 : errno;
  for (uint32_t line = 0; ready > 0 && line < watch->count && *count < capacity; line++) {
    if ((watch->doors[line].revents & POLLIN) == 0) continue;
    int code = take_edges(watch, line, edges, capacity, count);
    if (code != 0) return code;
  }
  return 0;
}

int native_watch_levels(native_watch *watch, uint64_t *high) {
  for (uint32_t line = 0; line < watch->count; line++) {
    errno = 0;
    int value = gpiod_line_get_value(watch->lines[line]);
    if (value < 0) return native_errno();
    *high |= (uint64_t)value << line;
  }
  return 0;
}

uint64_t native_watch_lost(const native_watch *watch) {
  (void)watch;
  return 0;
}

void native_watch_release(native_watch *watch) {
  for (uint32_t i = 0; i < watch->count; i++) gpiod_line_release(watch->lines[i]);
  free(watch);
}

#endif
