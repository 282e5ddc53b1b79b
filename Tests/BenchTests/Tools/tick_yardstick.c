// Lines of a chip in, the cost of a tick out: the least that a program can do on a tick with steps, as bare C over the
// system's libgpiod. Each tick sets the first STEPPING outputs high, sets them low, and reads the inputs.
//
// usage: tick_yardstick CHIP TICKS PERIOD_NS OUTPUTS STEPPING INPUTS
//
// OUTPUTS and INPUTS are line numbers with commas between. With a PERIOD_NS of 0 ticks follow each other at once;
// otherwise each waits for its time. Prints {"ns_per_tick": …, "max_lateness_ns": …} on standard output.

#include <errno.h>
#include <gpiod.h>
#include <inttypes.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#define LINE_LIMIT 64

static unsigned int outputs[LINE_LIMIT], inputs[LINE_LIMIT];
static unsigned int output_count, input_count, stepping;

static void fail(const char *what) {
  fprintf(stderr, "tick_yardstick: %s: %s\n", what, strerror(errno));
  exit(1);
}

#ifdef GPIOD_LINE_BULK_MAX_LINES  // libgpiod 1.x: a set always names all lines of the request.

static struct gpiod_line_bulk output_lines, input_lines;

static void request(const char *path) {
  struct gpiod_chip *chip = gpiod_chip_open(path);
  if (chip == NULL) fail(path);
  int low[LINE_LIMIT] = {0};
  if (gpiod_chip_get_lines(chip, outputs, output_count, &output_lines) != 0
      || gpiod_line_request_bulk_output(&output_lines, "yardstick", low) != 0)
    fail("outputs");
  if (gpiod_chip_get_lines(chip, inputs, input_count, &input_lines) != 0
      || gpiod_line_request_bulk_input(&input_lines, "yardstick") != 0)
    fail("inputs");
}

static void set(int level) {
  int values[LINE_LIMIT] = {0};
  for (unsigned int i = 0; i < stepping; i++) values[i] = level;
  if (gpiod_line_set_value_bulk(&output_lines, values) != 0) fail("set");
}

static void get(void) {
  int values[LINE_LIMIT];
  if (gpiod_line_get_value_bulk(&input_lines, values) != 0) fail("get");
}

#else  // libgpiod 2.x: a set names the lines that change.

static struct gpiod_line_request *output_lines, *input_lines;

static struct gpiod_line_request *request_all(
  struct gpiod_chip *chip, const unsigned int *lines, size_t count, enum gpiod_line_direction direction
) {
  struct gpiod_line_settings *settings = gpiod_line_settings_new();
  struct gpiod_line_config *config = gpiod_line_config_new();
  if (settings == NULL || config == NULL || gpiod_line_settings_set_direction(settings, direction) != 0
      || gpiod_line_config_add_line_settings(config, lines, count, settings) != 0)
    fail("settings");
  struct gpiod_line_request *made = gpiod_chip_request_lines(chip, NULL, config);
  if (made == NULL) fail("request");
  return made;
}

static void request(const char *path) {
  struct gpiod_chip *chip = gpiod_chip_open(path);
  if (chip == NULL) fail(path);
  output_lines = request_all(chip, outputs, output_count, GPIOD_LINE_DIRECTION_OUTPUT);
  input_lines = request_all(chip, inputs, input_count, GPIOD_LINE_DIRECTION_INPUT);
}

static void set(int level) {
  enum gpiod_line_value values[LINE_LIMIT];
  for (unsigned int i = 0; i < stepping; i++) values[i] = level ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;
  if (gpiod_line_request_set_values_subset(output_lines, stepping, outputs, values) != 0) fail("set");
}

static void get(void) {
  enum gpiod_line_value values[LINE_LIMIT];
  if (gpiod_line_request_get_values_subset(input_lines, input_count, inputs, values) != 0) fail("get");
}

#endif

static unsigned int numbers(const char *text, unsigned int *lines) {
  unsigned int count = 0;
  for (const char *at = text; *at != 0 && count < LINE_LIMIT; at += *at == ',') {
    char *end;
    lines[count++] = (unsigned int)strtoul(at, &end, 10);
    if (end == at || (*end != 0 && *end != ',')) return 0;
    at = end;
  }
  return count;
}

static int64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void wait_until(int64_t ns) {
  struct timespec until = {.tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR) {}
}

int main(int count, char **words) {
  if (count != 7) {
    fprintf(stderr, "usage: tick_yardstick CHIP TICKS PERIOD_NS OUTPUTS STEPPING INPUTS\n");
    return 2;
  }
  int64_t ticks = atoll(words[2]), period_ns = atoll(words[3]);
  output_count = numbers(words[4], outputs);
  stepping = (unsigned int)atoi(words[5]);
  input_count = numbers(words[6], inputs);
  if (ticks <= 0 || stepping == 0 || stepping > output_count || input_count == 0) {
    fprintf(stderr, "tick_yardstick: nothing to do with these ticks and lines\n");
    return 2;
  }
  request(words[1]);
  struct sched_param priority = {.sched_priority = 80};
  if (sched_setscheduler(0, SCHED_FIFO, &priority) != 0) fail("SCHED_FIFO");
  if (mlockall(MCL_CURRENT | MCL_FUTURE) != 0) fail("mlockall");

  int64_t begun = now_ns(), worst = 0;
  for (int64_t tick = 0; tick < ticks; tick++) {
    if (period_ns > 0) {
      int64_t due = begun + (tick + 1) * period_ns;
      wait_until(due);
      int64_t late = now_ns() - due;
      if (late > worst) worst = late;
    }
    set(1);
    set(0);
    get();
  }
  printf(
    "{\"ns_per_tick\": %.1f, \"max_lateness_ns\": %" PRId64 "}\n", (double)(now_ns() - begun) / (double)ticks, worst);
  return 0;
}
