// What Swift asks of the bare machine: registers, interrupts, and the linker's addresses.
#pragma once

#include <stdint.h>

static inline uint32_t load32(uintptr_t address) { return *(volatile uint32_t *)address; }
static inline void store32(uintptr_t address, uint32_t value) { *(volatile uint32_t *)address = value; }

#if defined(__arm__)

/// Keeps interrupts out; returns what `unmask_interrupts` has to be given.
static inline uintptr_t mask_interrupts(void) {
  uint32_t before;
  __asm volatile("mrs %0, primask\n cpsid i" : "=r"(before)::"memory");
  return before;
}

static inline void unmask_interrupts(uintptr_t before) { __asm volatile("msr primask, %0" ::"r"(before) : "memory"); }

#elif defined(__aarch64__)

static inline uintptr_t mask_interrupts(void) {
  uint64_t before;
  __asm volatile("mrs %0, daif\n msr daifset, #2" : "=r"(before)::"memory");
  return before;
}

static inline void unmask_interrupts(uintptr_t before) {
  __asm volatile("msr daif, %0" ::"r"((uint64_t)before) : "memory");
}

static inline void enable_interrupts(void) { __asm volatile("msr daifclr, #2" ::: "memory"); }

/// The counter that every core of this architecture has, and how fast it counts.
static inline uint64_t counter(void) {
  uint64_t value;
  __asm volatile("isb\n mrs %0, cntpct_el0" : "=r"(value));
  return value;
}

static inline uint64_t counter_hz(void) {
  uint64_t value;
  __asm volatile("mrs %0, cntfrq_el0" : "=r"(value));
  return value;
}

/// The timer's interrupt comes when the counter has reached `value`.
static inline void set_timer(uint64_t value) {
  __asm volatile("msr cntp_cval_el0, %0\n msr cntp_ctl_el0, %1\n isb" ::"r"(value), "r"((uint64_t)1));
}

#endif

/// Sleeps until an interrupt; returns at once where one waits.
static inline void wait_for_interrupt(void) { __asm volatile("wfi" ::: "memory"); }

/// The memory for the buffers, as the linker has placed it.
extern uint8_t firmware_memory[];
extern uint8_t firmware_memory_end[];
static inline uint8_t *memory_start(void) { return firmware_memory; }
static inline uint8_t *memory_end(void) { return firmware_memory_end; }

/// Ticks are made so many times longer than the board says. 1, but where somebody measures on an emulator.
extern const volatile uint32_t firmware_tick_stretch;

/// What the last fault left behind. Its memory is none that a start clears, or a loader fills: the linker script has it.
struct fault_record {
  /// `FAULT_IS_RECORDED`, or anything else where there was none.
  uint32_t mark;
  /// The architecture's word for what it was: CFSR, or ESR.
  uint32_t cause;
  /// Where.
  uintptr_t place;
};
#define FAULT_IS_RECORDED 0x4641554Cu
extern struct fault_record last_fault;
static inline struct fault_record *left_by_fault(void) { return &last_fault; }

/// For the time after the reset, which follows.
static inline void record_fault(uint32_t cause, uintptr_t place) {
  last_fault.cause = cause;
  last_fault.place = place;
  last_fault.mark = FAULT_IS_RECORDED;
  __asm volatile("dsb sy" ::: "memory");
}

/// The levels of all lines while every output is inactive: the port writes them down when it begins.
extern uint32_t safe_levels;
/// The lines that are outputs.
extern uint32_t output_lines;
static inline void remember_outputs(uint32_t levels, uint32_t lines) {
  safe_levels = levels;
  output_lines = lines;
}

/// Every output inactive, from a state in which nothing can be trusted.
void make_outputs_safe(void);

/// What something cost, in counts of the hardware's counter.
struct cost {
  uint32_t worst;
  uint32_t count;
  uint64_t sum;
};

/// What the firmware tells of itself to who looks into its memory from outside: a debugger, or an emulator's host.
/// Little-endian, without gaps.
struct figures {
  uint64_t motion_hash;
  int64_t steps[4];
  /// Slices that were not there in time, times that ticks were made longer for want of slices, bytes without room.
  uint32_t underruns;
  uint32_t slowdowns;
  uint32_t lost_bytes;
  /// Bytes of the buffers' memory that are not used.
  uint32_t free_bytes;
  /// Segments that were planned.
  uint32_t segments;
  /// Times that the machine went on without lines that were to come, because its sender was silent.
  uint32_t silences;
  /// Of ticks on which 0…4 joints move.
  struct cost tick[5];
  /// Of reading and planning, for each time that something was read.
  struct cost line;
  /// Of making the machine's next slice.
  struct cost slice;
};
extern struct figures figures;
static inline struct figures *told_figures(void) { return &figures; }
