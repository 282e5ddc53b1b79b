// Lines to watch in, their edges out: polarity, and the order in which they came.

#include <stdlib.h>

#include "native.h"

/// Edges that are fetched at once.
#define FETCH_LIMIT 64

struct cgpio_watch {
  native_watch *native;
  uint64_t inverted;  // Lines that are active-low.
};

cgpio_result cgpio_watch_request(
  cgpio_chip *chip, const cgpio_watched *lines, uint32_t count, const char *consumer, cgpio_watch **watch
) {
  *watch = NULL;
  if (count == 0 || count > CGPIO_LINE_LIMIT) return (cgpio_result){.code = EINVAL, .line = -1};
  cgpio_watch *made = calloc(1, sizeof *made);
  if (made == NULL) return (cgpio_result){.code = ENOMEM, .line = -1};
  uint32_t offsets[CGPIO_LINE_LIMIT];
  cgpio_bias biases[CGPIO_LINE_LIMIT];
  native_edges edges[CGPIO_LINE_LIMIT];
  for (uint32_t i = 0; i < count; i++) {
    offsets[i] = lines[i].offset;
    biases[i] = lines[i].bias;
    native_edges activating = lines[i].active_low ? NATIVE_FALLING_EDGE : NATIVE_RISING_EDGE;
    edges[i] = lines[i].activating_only ? activating : NATIVE_BOTH_EDGES;
    made->inverted |= (uint64_t)lines[i].active_low << i;
  }
  cgpio_result outcome = lines_check(chip, offsets, count);
  if (outcome.code == 0) {
    int code = native_watch_request(chip, offsets, biases, edges, count, consumer, &made->native);
    if (code != 0) outcome = lines_refusal(chip, code, offsets, count);
  }
  if (outcome.code == 0) {
    *watch = made;
  } else {
    free(made);
  }
  return outcome;
}

/// They come line by line, or in the order in which the kernel's threads got to them: nearly sorted.
static void sort_by_time(native_edge *edges, uint32_t count) {
  for (uint32_t i = 1; i < count; i++) {
    native_edge edge = edges[i];
    uint32_t place = i;
    for (; place > 0 && edges[place - 1].ns > edge.ns; place--) edges[place] = edges[place - 1];
    edges[place] = edge;
  }
}

int32_t cgpio_watch_read(
  cgpio_watch *watch, int64_t timeout_ns, cgpio_edge *edges, uint32_t capacity, uint32_t *count
) {
  native_edge fetched[FETCH_LIMIT];
  *count = 0;
  if (capacity == 0) return EINVAL;
  uint32_t wanted = capacity < FETCH_LIMIT ? capacity : FETCH_LIMIT;
  uint32_t found = 0;
  int code = native_watch_read(watch->native, timeout_ns, fetched, wanted, &found);
  if (code != 0) return code;
  sort_by_time(fetched, found);
  for (uint32_t i = 0; i < found; i++) {
    bool is_inverted = watch->inverted >> fetched[i].line & 1;
    edges[i] = (cgpio_edge){
      .ns = fetched[i].ns, .line = fetched[i].line, .is_active = fetched[i].is_high != is_inverted};
  }
  *count = found;
  return 0;
}

int32_t cgpio_watch_levels(cgpio_watch *watch, uint64_t *levels) {
  uint64_t high = 0;
  int code = native_watch_levels(watch->native, &high);
  if (code == 0) *levels = high ^ watch->inverted;
  return code;
}

uint64_t cgpio_watch_lost(const cgpio_watch *watch) {
  return native_watch_lost(watch->native);
}

void cgpio_watch_release(cgpio_watch *watch) {
  if (watch == NULL) return;
  native_watch_release(watch->native);
  free(watch);
}
