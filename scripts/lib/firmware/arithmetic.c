// Holds the microcontroller's square root and rounding against this computer's, bit by bit. Built by scripts/firmware,
// with Firmware/Runtime/runtime.c, whose functions have other names here.

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

double firmware_sqrt(double x);
double firmware_round(double x);

typedef union {
  double value;
  uint64_t bits;
} number;

static int is_same(double a, double b) {
  number x = {.value = a}, y = {.value = b};
  return x.bits == y.bits || (isnan(a) && isnan(b));
}

static int check(uint64_t bits) {
  number n = {.bits = bits};
  if (!is_same(firmware_sqrt(n.value), sqrt(n.value))) {
    printf("sqrt(%a) is %a, and should be %a\n", n.value, firmware_sqrt(n.value), sqrt(n.value));
    return 0;
  }
  if (!is_same(firmware_round(n.value), round(n.value))) {
    printf("round(%a) is %a, and should be %a\n", n.value, firmware_round(n.value), round(n.value));
    return 0;
  }
  return 1;
}

int main(void) {
  // Whatever has a special case: zeros, the smallest and largest of each kind, halves, squares and what lies beside them.
  static const uint64_t corners[] = {
      0, 1, 0x000FFFFFFFFFFFFF, 0x0010000000000000, 0x7FEFFFFFFFFFFFFF, 0x7FF0000000000000, 0x7FF8000000000000,
      0x3FE0000000000000, 0x3FDFFFFFFFFFFFFF, 0x3FF0000000000000, 0x3FEFFFFFFFFFFFFF, 0x4010000000000000,
      0x4330000000000000, 0x432FFFFFFFFFFFFF, 0x4340000000000000, 0x3FF8000000000000, 0x4004000000000000,
  };
  for (unsigned i = 0; i < sizeof corners / sizeof corners[0]; i++) {
    if (!check(corners[i]) || !check(corners[i] | 1ull << 63)) return 1;
  }
  uint64_t state = 1;
  for (int i = 0; i < 4000000; i++) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    const uint64_t bits = state ^ state >> 31;
    // All magnitudes; and those of positions and speeds, where rounding has something to do.
    number near = {.bits = (bits & ~(0x7FFull << 52)) | (uint64_t)(1010 + bits % 64) << 52};
    number square = {.value = firmware_round(near.value) * firmware_round(near.value)};
    if (!check(bits) || !check(near.bits) || !check(square.bits) || !check(square.bits + 1) || !check(square.bits - 1)) {
      return 1;
    }
  }
  puts("square root and rounding: the same bits as this computer's");
  return 0;
}
