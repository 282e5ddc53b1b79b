// What compiled code calls without being asked: memory, and square roots. Nothing here can fail, and nothing allocates.

#include <stddef.h>
#include <stdint.h>

#include "firmware.h"

const volatile uint32_t firmware_tick_stretch = 1;
struct figures figures;
uint32_t safe_levels;
uint32_t output_lines;

// On a Cortex-M these two are in copy_arm.S.
#if !defined(__arm__)

void *memcpy(void *restrict to, const void *restrict from, size_t count) {
  uint8_t *out = to;
  const uint8_t *in = from;
  if ((((uintptr_t)out | (uintptr_t)in) & 3) == 0) {
    for (; count >= 4; count -= 4, out += 4, in += 4) *(uint32_t *)out = *(const uint32_t *)in;
  }
  while (count-- > 0) *out++ = *in++;
  return to;
}

void *memset(void *to, int value, size_t count) {
  uint8_t *out = to;
  const uint32_t word = (uint8_t)value * 0x01010101u;
  for (; count > 0 && ((uintptr_t)out & 3) != 0; count--) *out++ = (uint8_t)value;
  for (; count >= 4; count -= 4, out += 4) *(uint32_t *)out = word;
  while (count-- > 0) *out++ = (uint8_t)value;
  return to;
}

#else

void *memcpy(void *restrict to, const void *restrict from, size_t count);
void *memset(void *to, int value, size_t count);

#endif

void *memmove(void *to, const void *from, size_t count) {
  uint8_t *out = to;
  const uint8_t *in = from;
  if (out <= in) return memcpy(to, from, count);
  while (count-- > 0) out[count] = in[count];
  return to;
}

int memcmp(const void *left, const void *right, size_t count) {
  const uint8_t *a = left, *b = right;
  for (; count > 0; count--, a++, b++) {
    if (*a != *b) return *a - *b;
  }
  return 0;
}

// Swift's run-time library frees what it might have allocated. There is no allocator: whoever comes here is lost.
void free(void *memory) {
  if (memory != NULL) __builtin_trap();
}

uintptr_t __stack_chk_guard = 0x57AC6A2Du;
void __stack_chk_fail(void) { __builtin_trap(); }

#if defined(__arm__)

void __aeabi_memcpy(void *to, const void *from, size_t count) { memcpy(to, from, count); }
void __aeabi_memcpy4(void *to, const void *from, size_t count) { memcpy(to, from, count); }
void __aeabi_memcpy8(void *to, const void *from, size_t count) { memcpy(to, from, count); }
void __aeabi_memmove(void *to, const void *from, size_t count) { memmove(to, from, count); }
void __aeabi_memmove4(void *to, const void *from, size_t count) { memmove(to, from, count); }
void __aeabi_memmove8(void *to, const void *from, size_t count) { memmove(to, from, count); }
void __aeabi_memset(void *to, size_t count, int value) { memset(to, value, count); }
void __aeabi_memset4(void *to, size_t count, int value) { memset(to, value, count); }
void __aeabi_memset8(void *to, size_t count, int value) { memset(to, value, count); }
void __aeabi_memclr(void *to, size_t count) { memset(to, 0, count); }
void __aeabi_memclr4(void *to, size_t count) { memset(to, 0, count); }
void __aeabi_memclr8(void *to, size_t count) { memset(to, 0, count); }

typedef union {
  double value;
  uint64_t bits;
} number;

/// IEEE 754's square root, rounded to nearest: bit by bit, in integers, so that it is the one that every other machine finds.
double sqrt(double x) {
  number n = {.value = x};
  if (n.bits == 0 || n.bits == 1ull << 63) return x;
  const uint64_t infinity = 0x7FFull << 52;
  if (n.bits >> 63 != 0 || n.bits >= infinity) {
    if (n.bits == infinity) return x;
    n.bits = 0x7FF8ull << 48;
    return n.value;
  }
  int exponent = (int)(n.bits >> 52);
  uint64_t mantissa = n.bits & ((1ull << 52) - 1);
  if (exponent == 0) {
    const int shift = __builtin_clzll(mantissa) - 11;
    mantissa <<= shift;
    exponent = 1 - shift;
  } else {
    mantissa |= 1ull << 52;
  }
  exponent -= 1023;
  // An even exponent, and a mantissa in [1, 4) with 52 bits behind the point.
  if (exponent & 1) {
    mantissa <<= 1;
    exponent -= 1;
  }
  // The root in [1, 2) with 53 bits behind the point: one more than is kept, for rounding. What is left tells the rest.
  uint64_t root = 0, rest = 0;
  for (int bit = 53; bit >= 0; bit--) {
    // Two more bits of the radicand, which has 106 behind its point.
    const int low = 2 * bit - 54;
    const uint64_t two = low >= 0 ? (mantissa >> low) & 3 : 0;
    rest = rest << 2 | two;
    const uint64_t trial = root << 2 | 1;
    root <<= 1;
    if (rest >= trial) {
      rest -= trial;
      root |= 1;
    }
  }
  // A root is never halfway between two doubles: halfway would need twice the bits to be a square.
  root = (root >> 1) + (root & 1);
  n.bits = ((uint64_t)(exponent / 2 + 1023) << 52) + (root - (1ull << 52));
  return n.value;
}

/// To the nearest whole number, halves away from zero.
double round(double x) {
  number n = {.value = x};
  const int exponent = (int)(n.bits >> 52 & 0x7FF) - 1023;
  if (exponent >= 52) return x;
  if (exponent < -1) {
    n.bits &= 1ull << 63;
    return n.value;
  }
  if (exponent == -1) {
    n.bits = (n.bits & 1ull << 63) | 1023ull << 52;
    return n.value;
  }
  n.bits += 1ull << (51 - exponent);
  n.bits &= ~((1ull << (52 - exponent)) - 1);
  return n.value;
}

#elif defined(__aarch64__)

double sqrt(double x) {
  double root;
  __asm("fsqrt %d0, %d1" : "=w"(root) : "w"(x));
  return root;
}

#endif
