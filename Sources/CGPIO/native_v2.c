// The half for libgpiod 2.x (Debian 13 and later): settings are per line, and one request takes all of them.

#include "native.h"

#ifndef GPIOD_LINE_BULK_MAX_LINES  // Defined by 1.x only.

#include <stdlib.h>

struct native_lines {
  struct gpiod_line_request *request;
  uint32_t count;
  unsigned int offsets[CGPIO_LINE_LIMIT];
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

/// `biases` is NULL for outputs, whose first levels are then in `levels`.
static int add_settings(
  struct gpiod_line_config *config, struct gpiod_line_settings *settings, const unsigned int *offsets,
  const cgpio_bias *biases, uint32_t count, uint64_t levels
) {
  for (uint32_t i = 0; i < count; i++) {
    gpiod_line_settings_reset(settings);
    int failed;
    if (biases == NULL) {
      failed = gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT) != 0
        || gpiod_line_settings_set_output_value(settings, value_of(levels, i)) != 0;
    } else {
      failed = gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_INPUT) != 0
        || gpiod_line_settings_set_bias(settings, bias_of(biases[i])) != 0;
    }
    if (failed || gpiod_line_config_add_line_settings(config, &offsets[i], 1, settings) != 0) return native_errno();
  }
  return 0;
}

static int request(
  struct cgpio_chip *chip, const uint32_t *offsets, const cgpio_bias *biases, uint32_t count, uint64_t levels,
  const char *consumer, native_lines **lines
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
    code = add_settings(config, settings, made->offsets, biases, count, levels);
  }
  if (code == 0) {
    gpiod_request_config_set_consumer(request_config, consumer);
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
  struct cgpio_chip *chip, const uint32_t *offsets, uint32_t count, uint64_t levels, const char *consumer,
  native_lines **lines
) {
  return request(chip, offsets, NULL, count, levels, consumer, lines);
}

int native_request_inputs(
  struct cgpio_chip *chip, const uint32_t *offsets, const cgpio_bias *biases, uint32_t count, const char *consumer,
  native_lines **lines
) {
  return request(chip, offsets, biases, count, 0, consumer, lines);
}

int native_set(native_lines *lines, uint64_t changing, uint64_t levels) {
  unsigned int offsets[CGPIO_LINE_LIMIT];
  enum gpiod_line_value values[CGPIO_LINE_LIMIT];
  size_t count = 0;
  for (; changing != 0; changing &= changing - 1) {
    uint32_t i = (uint32_t)__builtin_ctzll(changing);
    offsets[count] = lines->offsets[i];
    values[count++] = value_of(levels, i);
  }
  errno = 0;
  int failed = gpiod_line_request_set_values_subset(lines->request, count, offsets, values);
  return failed ? native_errno() : 0;
}

int native_get(native_lines *lines, uint64_t *levels) {
  enum gpiod_line_value values[CGPIO_LINE_LIMIT];
  errno = 0;
  int failed = gpiod_line_request_get_values_subset(lines->request, lines->count, lines->offsets, values);
  if (failed) return native_errno();
  uint64_t read = 0;
  for (uint32_t i = 0; i < lines->count; i++) read |= (uint64_t)(values[i] == GPIOD_LINE_VALUE_ACTIVE) << i;
  *levels = read;
  return 0;
}

void native_release(native_lines *lines) {
  gpiod_line_request_release(lines->request);
  free(lines);
}

#endif
