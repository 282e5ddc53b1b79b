// Words of bits in, physical levels out, and back: the polarity and the bit of every line, and the last word written.

#include <stdlib.h>

#include "guard.h"
#include "native.h"

struct cgpio_outputs {
  native_lines *lines;
  uint32_t count;
  uint32_t word;          // As last set.
  uint64_t levels;        // The physical levels for it; bit i is line i.
  uint64_t inverted;      // Lines that are active-low.
  bool uncertain;         // The last system call failed: levels may not be what they should.
  uint32_t bits[CGPIO_LINE_LIMIT];
  uint64_t lines_of[32];  // The lines that a bit has a say in, …
  uint32_t shared;        // … and the bits that are not alone in that: they share a line with others.
  uint32_t turned;        // The bits of lines of their own that changed last, …
  uint64_t lines_turned;  // … and their lines: the end of a pulse changes what its beginning changed.
};

struct cgpio_inputs {
  native_lines *lines;
  uint32_t count;
  uint64_t inverted;
  uint32_t bits[CGPIO_LINE_LIMIT];
  uint64_t levels;  // As last read, …
  uint32_t word;    // … and what that says.
};

static cgpio_result result(int code, int line) {
  return (cgpio_result){.code = code, .line = line};
}

static uint64_t all_lines(uint32_t count) {
  return count == CGPIO_LINE_LIMIT ? ~(uint64_t)0 : ((uint64_t)1 << count) - 1;
}

cgpio_result lines_check(const cgpio_chip *chip, const uint32_t *offsets, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    if (offsets[i] >= chip->info.line_count) return result(EINVAL, (int)i);
    for (uint32_t j = 0; j < i; j++) {
      if (offsets[j] == offsets[i]) return result(EINVAL, (int)i);
    }
  }
  return result(0, -1);
}

cgpio_result lines_refusal(cgpio_chip *chip, int code, const uint32_t *offsets, uint32_t count) {
  for (uint32_t i = 0; code == EBUSY && i < count; i++) {
    cgpio_line_info info;
    if (native_line_describe(chip, offsets[i], &info) == 0 && info.used) return result(code, (int)i);
  }
  return result(code, -1);
}

static uint64_t physical_levels(const cgpio_outputs *outputs, uint32_t word) {
  uint64_t active = 0;
  for (uint32_t i = 0; i < outputs->count; i++) {
    active |= (uint64_t)((outputs->bits[i] & word) != 0) << i;
  }
  return active ^ outputs->inverted;
}

cgpio_result cgpio_outputs_request(
  cgpio_chip *chip, const cgpio_output *lines, uint32_t count, uint32_t word, cgpio_drive drive, const char *consumer,
  cgpio_outputs **outputs
) {
  *outputs = NULL;
  if (count == 0 || count > CGPIO_LINE_LIMIT) return result(EINVAL, -1);
  cgpio_outputs *made = calloc(1, sizeof *made);
  if (made == NULL) return result(ENOMEM, -1);
  uint32_t offsets[CGPIO_LINE_LIMIT];
  made->count = count;
  made->word = word;
  for (uint32_t i = 0; i < count; i++) {
    offsets[i] = lines[i].offset;
    made->bits[i] = lines[i].bits;
    made->inverted |= (uint64_t)lines[i].active_low << i;
    if ((lines[i].bits & (lines[i].bits - 1)) != 0) made->shared |= lines[i].bits;
    for (uint32_t bit = 0; bit < 32; bit++) {
      if (lines[i].bits >> bit & 1) made->lines_of[bit] |= (uint64_t)1 << i;
    }
  }
  made->levels = physical_levels(made, word);
  cgpio_result outcome = lines_check(chip, offsets, count);
  if (outcome.code == 0) {
    int code = native_request_outputs(chip, offsets, count, made->levels, drive, consumer, &made->lines);
    if (code != 0) outcome = lines_refusal(chip, code, offsets, count);
  }
  if (outcome.code == 0) {
    *outputs = made;
  } else {
    free(made);
  }
  return outcome;
}

/// The lines of bits that share none.
static uint64_t lines_of_own(cgpio_outputs *outputs, uint32_t bits) {
  if (bits == outputs->turned) return outputs->lines_turned;
  uint64_t lines = 0;
  outputs->turned = bits;
  for (; bits != 0; bits &= bits - 1) lines |= outputs->lines_of[__builtin_ctz(bits)];
  outputs->lines_turned = lines;
  return lines;
}

/// Levels with the lines of these changed bits as the word wants them.
static __attribute__((noinline)) uint64_t shared_levels(
  const cgpio_outputs *outputs, uint32_t changed, uint32_t word, uint64_t levels
) {
  uint64_t lines = 0;
  for (; changed != 0; changed &= changed - 1) lines |= outputs->lines_of[__builtin_ctz(changed)];
  for (; lines != 0; lines &= lines - 1) {
    uint64_t line = lines & -lines;
    bool is_active = (outputs->bits[__builtin_ctzll(lines)] & word) != 0;
    levels = is_active != ((outputs->inverted & line) != 0) ? levels | line : levels & ~line;
  }
  return levels;
}

int32_t cgpio_outputs_set(cgpio_outputs *outputs, uint32_t mask, uint32_t bits) {
  uint32_t word = (outputs->word & ~mask) | (bits & mask);
  // Most words change few lines.
  uint32_t changed = word ^ outputs->word;
  uint64_t levels = outputs->levels ^ lines_of_own(outputs, changed & ~outputs->shared);
  if ((changed & outputs->shared) != 0) levels = shared_levels(outputs, changed & outputs->shared, word, levels);
  uint64_t changing = outputs->uncertain ? all_lines(outputs->count) : levels ^ outputs->levels;
  outputs->word = word;
  if (changing == 0) return 0;
  outputs->levels = levels;
  int code = native_set(outputs->lines, changing, levels);
  outputs->uncertain = code != 0;
  return code;
}

int outputs_set_all(cgpio_outputs *outputs, uint32_t word) {
  outputs->uncertain = true;
  return cgpio_outputs_set(outputs, ~(uint32_t)0, word);
}

void cgpio_outputs_release(cgpio_outputs *outputs) {
  if (outputs == NULL) return;
  native_release(outputs->lines);
  free(outputs);
}

static uint32_t word_read(const cgpio_inputs *inputs) {
  uint64_t active = inputs->levels ^ inputs->inverted;
  uint32_t word = 0;
  for (uint32_t i = 0; i < inputs->count; i++) {
    if (active >> i & 1) word |= inputs->bits[i];
  }
  return word;
}

cgpio_result cgpio_inputs_request(
  cgpio_chip *chip, const cgpio_input *lines, uint32_t count, const char *consumer, cgpio_inputs **inputs
) {
  *inputs = NULL;
  if (count == 0 || count > CGPIO_LINE_LIMIT) return result(EINVAL, -1);
  cgpio_inputs *made = calloc(1, sizeof *made);
  if (made == NULL) return result(ENOMEM, -1);
  uint32_t offsets[CGPIO_LINE_LIMIT];
  cgpio_bias biases[CGPIO_LINE_LIMIT];
  made->count = count;
  for (uint32_t i = 0; i < count; i++) {
    offsets[i] = lines[i].offset;
    biases[i] = lines[i].bias;
    made->bits[i] = lines[i].bits;
    made->inverted |= (uint64_t)lines[i].active_low << i;
  }
  made->word = word_read(made);
  cgpio_result outcome = lines_check(chip, offsets, count);
  if (outcome.code == 0) {
    int code = native_request_inputs(chip, offsets, biases, count, consumer, &made->lines);
    if (code != 0) outcome = lines_refusal(chip, code, offsets, count);
  }
  if (outcome.code == 0) {
    *inputs = made;
  } else {
    free(made);
  }
  return outcome;
}

int32_t cgpio_inputs_get(cgpio_inputs *inputs, uint32_t *word) {
  uint64_t before = inputs->levels;
  int code = native_get(inputs->lines, &inputs->levels);
  if (code != 0) return code;
  // Inputs seldom change.
  if (inputs->levels != before) inputs->word = word_read(inputs);
  *word = inputs->word;
  return 0;
}

void cgpio_inputs_release(cgpio_inputs *inputs) {
  if (inputs == NULL) return;
  native_release(inputs->lines);
  free(inputs);
}
