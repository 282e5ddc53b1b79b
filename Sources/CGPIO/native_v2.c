// The half for libgpiod 2.x (Debian 13 and later): settings are per line, and one request takes all of them.

#include "native.h"

#ifndef GPIOD_LINE_BULK_MAX_LINES  // Defined by 1.x only.

#include <stdlib.h>

/// Edges that the kernel is asked to keep: 10,000 steps a second for a twentieth of a second, both edges of each.
#define EDGE_BUFFER 1024
/// Edges that are read at once.
#define EDGES_AT_ONCE 64

struct native_lines {
  struct gpiod_line_request *request;
  uint32_t count;
  unsigned int offsets[CGPIO_LINE_LIMIT];
  uint64_t levels;  // As last set or read.
  enum gpiod_line_value values[CGPIO_LINE_LIMIT];  // As last set or read, …
  enum gpiod_line_value before[CGPIO_LINE_LIMIT];  // … and of inputs as read when one last changed.
  // Of outputs, the lines last set: values are theirs alone.
  uint64_t changing;
  size_t changing_count;
  unsigned int changing_offsets[CGPIO_LINE_LIMIT];
};

const char *native_version(void) {
  return gpiod_api_version();
}

int native_chip_describe(struct cgpio_chip *chip) {
  errno = 0;
  struct gpiod_chip_info *info = gpiod_chip_get_info(chip->handle);
  if (info == NULL) return native_errno();
  native_copy(chip->info.name, sizeof chip->info.name, gpiod_chip_info_get_name(info));
  native_copy(chip->info.label, sizeof chip->info.label, gpiod_chip_info_get_label(info));
  chip->info.line_count = (uint32_t)gpiod_chip_info_get_num_lines(info);
  gpiod_chip_info_free(info);
  return 0;
}

int native_line_find(struct cgpio_chip *chip, const char *name, uint32_t *offset) {
  errno = 0;
  int found = gpiod_chip_get_line_offset_from_name(chip->handle, name);
  if (found < 0) return native_errno();
  *offset = (uint32_t)found;
  return 0;
}

int native_line_describe(struct cgpio_chip *chip, uint32_t offset, cgpio_line_info *info) {
  errno = 0;
  struct gpiod_line_info *line = gpiod_chip_get_line_info(chip->handle, offset);
  if (line == NULL) return native_errno();
  native_copy(info->name, sizeof info->name, gpiod_line_info_get_name(line));
  native_copy(info->consumer, sizeof info->consumer, gpiod_line_info_get_consumer(line));
  info->used = gpiod_line_info_is_used(line);
  gpiod_line_info_free(line);
  return 0;
}

static enum gpiod_line_value value_of(uint64_t levels, uint32_t line) {
  return levels >> line & 1 ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;
}

static enum gpiod_line_bias bias_of(cgpio_bias bias) {
  switch (bias) {
    case CGPIO_BIAS_NONE: return GPIOD_LINE_BIAS_DISABLED;
    case CGPIO_BIAS_PULL_UP: return GPIOD_LINE_BIAS_PULL_UP;
    case CGPIO_BIAS_PULL_DOWN: return GPIOD_LINE_BIAS_PULL_DOWN;
    default: return GPIOD_LINE_BIAS_AS_IS;
  }
}

static enum gpiod_line_drive drive_of(cgpio_drive drive) {
  switch (drive) {
    case CGPIO_DRIVE_OPEN_DRAIN: return GPIOD_LINE_DRIVE_OPEN_DRAIN;
    case CGPIO_DRIVE_OPEN_SOURCE: return GPIOD_LINE_DRIVE_OPEN_SOURCE;
    default: return GPIOD_LINE_DRIVE_PUSH_PULL;
  }
}

/// What is asked of lines.
typedef struct {
  const cgpio_bias *biases;  // NULL for outputs, …
  uint64_t levels;           // … which begin with these, …
  cgpio_drive drive;         // … driven so.
  const native_edges *edges;  // NULL for inputs that are only read.
} line_wishes;

static enum gpiod_line_edge edge_detection_of(native_edges edges) {
  switch (edges) {
    case NATIVE_RISING_EDGE: return GPIOD_LINE_EDGE_RISING;
    case NATIVE_FALLING_EDGE: return GPIOD_LINE_EDGE_FALLING;
    default: return GPIOD_LINE_EDGE_BOTH;
  }
}

static bool set_wishes(struct gpiod_line_settings *settings, const line_wishes *wishes, uint32_t i) {
  gpiod_line_settings_reset(settings);
  if (wishes->biases == NULL) {
    return gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT) == 0
      && gpiod_line_settings_set_drive(settings, drive_of(wishes->drive)) == 0
      && gpiod_line_settings_set_output_value(settings, value_of(wishes->levels, i)) == 0;
  }
  return gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_INPUT) == 0
    && gpiod_line_settings_set_bias(settings, bias_of(wishes->biases[i])) == 0
    && (wishes->edges == NULL
        || (gpiod_line_settings_set_edge_detection(settings, edge_detection_of(wishes->edges[i])) == 0
            && gpiod_line_settings_set_event_clock(settings, GPIOD_LINE_CLOCK_MONOTONIC) == 0));
}

static int add_settings(
  struct gpiod_line_config *config, struct gpiod_line_settings *settings, const unsigned int *offsets, uint32_t count,
  const line_wishes *wishes
) {
  for (uint32_t i = 0; i < count; i++) {
    if (!set_wishes(settings, wishes, i)
        || gpiod_line_config_add_line_settings(config, &offsets[i], 1, settings) != 0)
      return native_errno();
  }
  return 0;
}

static int request(
  struct cgpio_chip *chip, const uint32_t *offsets, uint32_t count, const line_wishes *wishes, const char *consumer,
  native_lines **lines
) {
  native_lines *made = calloc(1, sizeof *made);
  struct gpiod_line_settings *settings = gpiod_line_settings_new();
  struct gpiod_line_config *config = gpiod_line_config_new();
  struct gpiod_request_config *request_config = gpiod_request_config_new();
  int code = made && settings && config && request_config ? 0 : ENOMEM;
  if (code == 0) {
    made->count = count;
    for (uint32_t i = 0; i < count; i++) made->offsets[i] = offsets[i];
    errno = 0;
    code = add_settings(config, settings, made->offsets, count, wishes);
  }
  if (code == 0) {
    gpiod_request_config_set_consumer(request_config, consumer);
    if (wishes->edges != NULL) gpiod_request_config_set_event_buffer_size(request_config, EDGE_BUFFER);
    errno = 0;
    made->request = gpiod_chip_request_lines(chip->handle, request_config, config);
    if (made->request == NULL) code = native_errno();
  }
  gpiod_request_config_free(request_config);
  gpiod_line_config_free(config);
  gpiod_line_settings_free(settings);
  if (code != 0) {
    free(made);
    return code;
  }
  *lines = made;
  return 0;
}

int native_request_outputs(
  struct cgpio_chip *chip, const uint32_t *offsets, uint32_t count, uint64_t levels, cgpio_drive drive,
  const char *consumer, native_lines **lines
) {
  line_wishes wishes = {.levels = levels, .drive = drive};
  return request(chip, offsets, count, &wishes, consumer, lines);
}

int native_request_inputs(
  struct cgpio_chip *chip, const uint32_t *offsets, const cgpio_bias *biases, uint32_t count, const char *consumer,
  native_lines **lines
) {
  line_wishes wishes = {.biases = biases};
  return request(chip, offsets, count, &wishes, consumer, lines);
}

static void name_lines(native_lines *lines, uint64_t changing, uint64_t levels) {
  lines->changing = changing;
  lines->changing_count = 0;
  for (; changing != 0; changing &= changing - 1) {
    uint32_t i = (uint32_t)__builtin_ctzll(changing);
    lines->changing_offsets[lines->changing_count] = lines->offsets[i];
    lines->values[lines->changing_count++] = value_of(levels, i);
  }
}

// A tick is short, so no instruction is wasted on the way to the system call and back.
int native_set(native_lines *lines, uint64_t changing, uint64_t levels) {
  // The end of a pulse: the same lines, and each of them back.
  if (changing == lines->changing && ((levels ^ lines->levels) & changing) == changing) {
    for (size_t k = 0; k < lines->changing_count; k++) lines->values[k] ^= GPIOD_LINE_VALUE_ACTIVE;
  } else {
    name_lines(lines, changing, levels);
  }
  lines->levels = levels;
  int failed = gpiod_line_request_set_values_subset(
    lines->request, lines->changing_count, lines->changing_offsets, lines->values);
  return failed ? native_errno() : 0;
}

int native_get(native_lines *lines, uint64_t *levels) {
  int failed = gpiod_line_request_get_values_subset(lines->request, lines->count, lines->offsets, lines->values);
  if (failed) return native_errno();
  // Inputs seldom change.
  if (memcmp(lines->values, lines->before, lines->count * sizeof *lines->values) != 0) {
    memcpy(lines->before, lines->values, sizeof lines->before);
    lines->levels = 0;
    for (uint32_t i = 0; i < lines->count; i++) {
      lines->levels |= (uint64_t)(lines->values[i] == GPIOD_LINE_VALUE_ACTIVE) << i;
    }
  }
  *levels = lines->levels;
  return 0;
}

void native_release(native_lines *lines) {
  gpiod_line_request_release(lines->request);
  free(lines);
}

struct native_watch {
  native_lines *lines;
  struct gpiod_edge_event_buffer *buffer;
  unsigned long last[CGPIO_LINE_LIMIT];  // The number of each line's last edge; the kernel counts from 1.
  uint64_t lost;
};

int native_watch_request(
  struct cgpio_chip *chip, const uint32_t *offsets, const cgpio_bias *biases, const native_edges *edges,
  uint32_t count, const char *consumer, native_watch **watch
) {
  native_watch *made = calloc(1, sizeof *made);
  if (made == NULL) return ENOMEM;
  made->buffer = gpiod_edge_event_buffer_new(EDGES_AT_ONCE);
  line_wishes wishes = {.biases = biases, .edges = edges};
  int code = made->buffer == NULL ? ENOMEM : request(chip, offsets, count, &wishes, consumer, &made->lines);
  if (code != 0) {
    gpiod_edge_event_buffer_free(made->buffer);
    free(made);
    return code;
  }
  *watch = made;
  return 0;
}

static uint32_t line_at(const native_lines *lines, unsigned int offset) {
  uint32_t line = 0;
  while (line + 1 < lines->count && lines->offsets[line] != offset) line++;
  return line;
}

static native_edge edge_of(native_watch *watch, struct gpiod_edge_event *event) {
  uint32_t line = line_at(watch->lines, gpiod_edge_event_get_line_offset(event));
  unsigned long number = gpiod_edge_event_get_line_seqno(event);
  watch->lost += number - watch->last[line] - 1;
  watch->last[line] = number;
  return (native_edge){
    .ns = gpiod_edge_event_get_timestamp_ns(event),
    .line = line,
    .is_high = gpiod_edge_event_get_event_type(event) == GPIOD_EDGE_EVENT_RISING_EDGE};
}

int native_watch_read(
  native_watch *watch, int64_t timeout_ns, native_edge *edges, uint32_t capacity, uint32_t *count
) {
  *count = 0;
  errno = 0;
  int ready = gpiod_line_request_wait_edge_events(watch->lines->request, timeout_ns);
  if (ready < 0) return errno == EINTR ? 0 : native_errno();
  if (ready == 0) return 0;
  size_t wanted = capacity < EDGES_AT_ONCE ? capacity : EDGES_AT_ONCE;
  int found = gpiod_line_request_read_edge_events(watch->lines->request, watch->buffer, wanted);
  if (found < 0) return errno == EINTR ? 0 : native_errno();
  for (int k = 0; k < found; k++) {
    edges[(*count)++] = edge_of(watch, gpiod_edge_event_buffer_get_event(watch->buffer, (unsigned long)k));
  }
  return 0;
}

int native_watch_levels(native_watch *watch, uint64_t *high) { return native_get(watch->lines, high); }

uint64_t native_watch_lost(const native_watch *watch) {
  return watch->lost;
}

void native_watch_release(native_watch *watch) {
  native_release(watch->lines);
  gpiod_edge_event_buffer_free(watch->buffer);
  free(watch);
}

#endif
