// From the reset of a Raspberry Pi's 64-bit core to the firmware's main loop; interrupts; and what becomes of a fault.

.section .text.start, "ax"
.global reset_entry
reset_entry:
  // One core does it all; the others sleep.
  mrs x0, mpidr_el1
  and x0, x0, #3
  cbz x0, 1f
0:wfe
  b 0b

1:// The boot loader hands over at exception level 2 (or 3); the firmware lives at 1.
  mrs x0, CurrentEL
  cmp x0, #(3 << 2)
  b.ne 2f
  mov x0, #0x5b1          // level 2 is 64-bit, not secure
  msr scr_el3, x0
  mov x0, #0x3c9
  msr spsr_el3, x0
  adr x0, 2f
  msr elr_el3, x0
  eret
2:mrs x0, CurrentEL
  cmp x0, #(2 << 2)
  b.ne 3f
  mov x0, #(1 << 31)      // level 1 is 64-bit
  msr hcr_el2, x0
  mrs x0, cnthctl_el2
  orr x0, x0, #3          // level 1 may use the timer
  msr cnthctl_el2, x0
  msr cntvoff_el2, xzr
  mov x0, #0x3c4          // level 1, with the stack of level 0
  msr spsr_el2, x0
  adr x0, 3f
  msr elr_el2, x0
  eret

3:msr spsel, #1
  ldr x0, =handler_stack_end
  mov sp, x0
  msr spsel, #0
  ldr x0, =main_stack_end
  mov sp, x0
  ldr x0, =vectors
  msr vbar_el1, x0
  mov x0, #(3 << 20)      // floating point
  msr cpacr_el1, x0
  isb

  // Paint both stacks, so that it can be seen how deep they were.
  ldr x0, =main_stack_start
  ldr x1, =handler_stack_end
  ldr w2, =0x5afe57ac
4:cmp x0, x1
  b.hs 5f
  str w2, [x0], #4
  b 4b
5:ldr x0, =image_zero_start
  ldr x1, =image_zero_end
6:cmp x0, x1
  b.hs 7f
  str xzr, [x0], #8
  b 6b
7:bl firmware_main
  brk #0

// Interrupts run on the handlers' stack. Registers that a function may change are kept, those of floating point too.
.macro keep
  sub sp, sp, #576
  stp x0, x1, [sp, #0]
  stp x2, x3, [sp, #16]
  stp x4, x5, [sp, #32]
  stp x6, x7, [sp, #48]
  stp x8, x9, [sp, #64]
  stp x10, x11, [sp, #80]
  stp x12, x13, [sp, #96]
  stp x14, x15, [sp, #112]
  stp x16, x17, [sp, #128]
  stp x18, x29, [sp, #144]
  str x30, [sp, #160]
  stp q0, q1, [sp, #192]
  stp q2, q3, [sp, #224]
  stp q4, q5, [sp, #256]
  stp q6, q7, [sp, #288]
  stp q16, q17, [sp, #320]
  stp q18, q19, [sp, #352]
  stp q20, q21, [sp, #384]
  stp q22, q23, [sp, #416]
  stp q24, q25, [sp, #448]
  stp q26, q27, [sp, #480]
  stp q28, q29, [sp, #512]
  stp q30, q31, [sp, #544]
  mrs x0, elr_el1
  mrs x1, spsr_el1
  stp x0, x1, [sp, #176]
.endm

.macro give_back
  ldp x0, x1, [sp, #176]
  msr elr_el1, x0
  msr spsr_el1, x1
  ldp q0, q1, [sp, #192]
  ldp q2, q3, [sp, #224]
  ldp q4, q5, [sp, #256]
  ldp q6, q7, [sp, #288]
  ldp q16, q17, [sp, #320]
  ldp q18, q19, [sp, #352]
  ldp q20, q21, [sp, #384]
  ldp q22, q23, [sp, #416]
  ldp q24, q25, [sp, #448]
  ldp q26, q27, [sp, #480]
  ldp q28, q29, [sp, #512]
  ldp q30, q31, [sp, #544]
  ldp x2, x3, [sp, #16]
  ldp x4, x5, [sp, #32]
  ldp x6, x7, [sp, #48]
  ldp x8, x9, [sp, #64]
  ldp x10, x11, [sp, #80]
  ldp x12, x13, [sp, #96]
  ldp x14, x15, [sp, #112]
  ldp x16, x17, [sp, #128]
  ldp x18, x29, [sp, #144]
  ldr x30, [sp, #160]
  ldp x0, x1, [sp, #0]
  add sp, sp, #576
.endm

interrupt:
  keep
  bl interrupt_entry
  give_back
  eret

fault_vector:
  msr spsel, #1
  ldr x0, =handler_stack_end
  mov sp, x0
  mrs x0, esr_el1
  mrs x1, elr_el1
  b fault

.balign 2048
vectors:
  // From this level, on the main loop's stack.
  .balign 128
  b fault_vector
  .balign 128
  b interrupt
  .balign 128
  b fault_vector
  .balign 128
  b fault_vector
  // From this level, in a handler; from lower ones, which there are none of.
  .rept 12
  .balign 128
  b fault_vector
  .endr
