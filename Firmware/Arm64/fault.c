// The way to the lines for who cannot trust any variable but one, and the reset after a fault.

#include "../Runtime/firmware.h"

enum { SET = 0x3F20001Cu, CLEAR = 0x3F200028u, RESET_TIME = 0x3F100024u, RESET_HOW = 0x3F10001Cu, PASSWORD = 0x5A000000u };

void make_outputs_safe(void) {
  store32(SET, safe_levels & output_lines);
  store32(CLEAR, ~safe_levels & output_lines);
}

/// Outputs off first. Then what is known of the fault, for the time after the reset; and the reset, by the watchdog.
__attribute__((noreturn)) void fault(uint64_t cause, uint64_t place) {
  make_outputs_safe();
  record_fault((uint32_t)cause, place);
  store32(RESET_TIME, PASSWORD | 10);
  store32(RESET_HOW, PASSWORD | (load32(RESET_HOW) & ~0x30u) | 0x20u);
  for (;;) {
  }
}
