// The half for libgpiod 1.6 (Debian 12, Raspberry Pi OS bookworm): a request has one set of flags for all of its lines.

#include "native.h"

#ifdef GPIOD_LINE_BULK_MAX_LINES  // Defined by 1.x only.

#include <stdlib.h>

#define BIAS_KINDS 4

/// One bulk for outputs; one for each kind of bias for inputs. `index[g][k]` is the line that member k of group g is.
struct native_lines {
  uint32_t group_count;
  struct gpiod_line_bulk groups[BIAS_KINDS];
  int values[CGPIO_LINE_LIMIT];  // Of outputs, as last set: the old interface wants all of them each time.
  uint8_t index[BIAS_KINDS][CGPIO_LINE_LIMIT];
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
  lines->index[group][gpiod_line_bulk_num_lines(&lines->groups[group])] = (uint8_t)index;
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

int native_request_outputs(
  struct cgpio_chip *chip, const uint32_t *offsets, uint32_t count, uint64_t levels, const char *consumer,
  native_lines **lines
) {
  native_lines *made = empty_lines();
  if (made == NULL) return ENOMEM;
  int code = 0;
  for (uint32_t i = 0; code == 0 && i < count; i++) {
    made->values[i] = (int)(levels >> i & 1);
    code = add_line(chip, made, 0, offsets[i], i);
  }
  struct gpiod_line_request_config config = {
    .consumer = consumer, .request_type = GPIOD_LINE_REQUEST_DIRECTION_OUTPUT, .flags = 0};
  errno = 0;
  if (code == 0 && gpiod_line_request_bulk(&made->groups[0], &config, made->values) != 0) code = native_errno();
  if (code != 0) {
    free(made);
    return code;
  }
  made->group_count = 1;
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

int native_set(native_lines *lines, uint64_t changing, uint64_t levels) {
  for (; changing != 0; changing &= changing - 1) {
    int line = __builtin_ctzll(changing);
    lines->values[line] = (int)(levels >> line & 1);
  }
  errno = 0;
  return gpiod_line_set_value_bulk(&lines->groups[0], lines->values) == 0 ? 0 : native_errno();
}

int native_get(native_lines *lines, uint64_t *levels) {
  uint64_t read = 0;
  for (uint32_t group = 0; group < lines->group_count; group++) {
    int values[CGPIO_LINE_LIMIT];
    errno = 0;
    if (gpiod_line_get_value_bulk(&lines->groups[group], values) != 0) return native_errno();
    uint32_t count = gpiod_line_bulk_num_lines(&lines->groups[group]);
    for (uint32_t k = 0; k < count; k++) read |= (uint64_t)(values[k] & 1) << lines->index[group][k];
  }
  *levels = read;
  return 0;
}

void native_release(native_lines *lines) {
  for (uint32_t group = 0; group < lines->group_count; group++) gpiod_line_release_bulk(&lines->groups[group]);
  free(lines);
}

#endif
