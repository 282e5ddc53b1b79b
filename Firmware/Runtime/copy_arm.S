// Memory moved in blocks of 32 bytes: structs are copied everywhere, in the ticks too.

#if defined(__arm__)

.syntax unified
.thumb

// Called by compiled code for what is aligned to words, and for all else: the bytes that are not come last.
.macro function name
.section .text.\name, "ax"
.global \name
.thumb_func
\name:
.endm

// memcpy(r0 to, r1 from, r2 count) -> to
function memcpy
  orr r3, r0, r1
  tst r3, #3
  push {r0, r4-r11, lr}
  bne 3f
1:subs r2, r2, #32
  blo 2f
  ldmia r1!, {r4-r11}
  stmia r0!, {r4-r11}
  b 1b
2:adds r2, r2, #32
4:subs r2, r2, #4
  blo 5f
  ldr r3, [r1], #4
  str r3, [r0], #4
  b 4b
5:adds r2, r2, #4
3:subs r2, r2, #1
  blo 6f
  ldrb r3, [r1], #1
  strb r3, [r0], #1
  b 3b
6:pop {r0, r4-r11, pc}

// memset(r0 to, r1 value, r2 count) -> to
function memset
  push {r0, r4-r11, lr}
  uxtb r1, r1
  orr r1, r1, r1, lsl #8
  orr r1, r1, r1, lsl #16
1:tst r0, #3
  beq 2f
  subs r2, r2, #1
  blo 6f
  strb r1, [r0], #1
  b 1b
2:mov r4, r1
  mov r5, r1
  mov r6, r1
  mov r7, r1
  mov r8, r1
  mov r9, r1
  mov r10, r1
  mov r11, r1
3:subs r2, r2, #32
  blo 4f
  stmia r0!, {r4-r11}
  b 3b
4:adds r2, r2, #32
5:subs r2, r2, #4
  blo 7f
  str r1, [r0], #4
  b 5b
7:adds r2, r2, #4
8:subs r2, r2, #1
  blo 6f
  strb r1, [r0], #1
  b 8b
6:pop {r0, r4-r11, pc}

#endif
