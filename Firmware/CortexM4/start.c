// From the reset of a Cortex-M4 to the firmware's main loop; and what becomes of a fault.
//
// The main loop has a stack of its own at the very bottom of the RAM, and nobody may touch what is below: so a stack that
// grows too far is a fault on the spot and not a variable that changes. Interrupts and the fault handler use another one.

#include "../Runtime/firmware.h"

extern uint8_t image_data_start[], image_data_end[], image_data_load[];
extern uint8_t image_zero_start[], image_zero_end[];
extern uint8_t main_stack_start[], main_stack_end[], handler_stack_start[], handler_stack_end[];

void firmware_main(void);
void tick_interrupt(void);
void byte_interrupt(void);
void fault_entry(void);

enum { PAINT = 0x5AFE57ACu };

/// What no variable of the program has, so that it can be seen afterwards how deep a stack was.
static void paint(uint8_t *start, uint8_t *end) {
  for (uint32_t *word = (uint32_t *)start; word < (uint32_t *)end; word++) *word = PAINT;
}

__attribute__((noreturn, used)) static void start(void) {
  paint(main_stack_start, main_stack_end);
  const uint32_t *from = (const uint32_t *)image_data_load;
  for (uint32_t *to = (uint32_t *)image_data_start; to < (uint32_t *)image_data_end; to++) *to = *from++;
  for (uint32_t *to = (uint32_t *)image_zero_start; to < (uint32_t *)image_zero_end; to++) *to = 0;
  // Usage, bus and memory faults tell more as themselves than as a hard fault.
  store32(0xE000ED24u, load32(0xE000ED24u) | 7u << 16);
  // The 64 KiB below the stack: no access, for anybody.
  store32(0xE000ED98u, 0);
  store32(0xE000ED9Cu, (uintptr_t)main_stack_start - 0x10000u);
  store32(0xE000EDA0u, 1u << 28 | 15u << 1 | 1u);
  store32(0xE000ED94u, 5u);
  // Compiled code keeps numbers in the registers of the floating-point unit.
  store32(0xE000ED88u, load32(0xE000ED88u) | 0xFu << 20);
  __asm volatile("dsb\n isb" ::: "memory");
  // The main loop leaves the handlers' stack to the handlers.
  __asm volatile(
      "msr psp, %0\n"
      "movs r0, #2\n"
      "msr control, r0\n"
      "isb\n"
      "bl firmware_main\n"
      "udf #0\n" ::"r"(main_stack_end)
      : "r0", "memory");
  __builtin_unreachable();
}

/// The handlers' stack is painted while nobody is on it but this.
__attribute__((naked, noreturn)) void reset_entry(void) {
  __asm volatile(
      "ldr r0, =handler_stack_start\n"
      "ldr r1, =handler_stack_end\n"
      "ldr r2, =0x5AFE57AC\n"
      "1: cmp r0, r1\n"
      "bhs 2f\n"
      "str r2, [r0], #4\n"
      "b 1b\n"
      "2: b start\n");
}

/// Outputs off first. Then what is known of the fault, for the time after the reset; and the reset.
__attribute__((noreturn, used)) void fault(const uint32_t *frame) {
  make_outputs_safe();
  const uint32_t cause = load32(0xE000ED28u);
  // A stack that has run out could not take the frame.
  const int is_whole = (uintptr_t)frame >= (uintptr_t)main_stack_start && (cause & 0x1010u) == 0;
  record_fault(cause, is_whole ? frame[6] : 0);
  store32(0xE000ED0Cu, 0x05FA0004u);
  for (;;) {
  }
}

__attribute__((naked)) void fault_entry(void) {
  __asm volatile(
      "cpsid i\n"
      "tst lr, #4\n"
      "ite eq\n"
      "mrseq r0, msp\n"
      "mrsne r0, psp\n"
      "b fault\n");
}

typedef void (*vector)(void);

__attribute__((section(".vectors"), used)) static const vector vectors[16 + 32] = {
    [0] = (vector)(void *)handler_stack_end,
    [1] = reset_entry,
    [2] = fault_entry,   // NMI
    [3] = fault_entry,   // hard fault
    [4] = fault_entry,   // memory
    [5] = fault_entry,   // bus
    [6] = fault_entry,   // usage
    [11] = fault_entry,  // nobody calls a supervisor
    [12] = fault_entry,
    [14] = fault_entry,
    [15] = tick_interrupt,
    [16 + 0] = byte_interrupt,  // UART 0 has received
};
