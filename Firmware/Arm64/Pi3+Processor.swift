// A Raspberry Pi 3 without an operating system: the core's own timer, and the PL011 serial line on GPIO14 and GPIO15.

import StepperCore

extension Pi3 {
  // MARK: ticks

  private nonisolated(unsafe) static var tickCounts: UInt64 = 0
  private nonisolated(unsafe) static var present: UInt64 = 0
  /// When the next tick is due.
  private nonisolated(unsafe) static var due: UInt64 = 0
  private nonisolated(unsafe) static var tickBegan: UInt32 = 0
  /// Counts in 1,024 ns.
  private nonisolated(unsafe) static var countsPer1024: UInt32 = 64

  static func beginTicks(hz: UInt32) {
    countsPer1024 = UInt32(truncatingIfNeeded: counter_hz() * 1024 / 1_000_000_000) + 1
    tickCounts = counter_hz() / UInt64(hz) * UInt64(firmware_tick_stretch)
    present = tickCounts
    due = counter() + tickCounts
    set_timer(due)
    store32(0x4000_0040, 0b10)  // the timer of level 1 interrupts core 0
    enable_interrupts()
  }

  static func stretchTicks(_ share: UInt32) { present = tickCounts * 256 / UInt64(share) }

  /// The interrupt of the timer. A tick that comes too late puts the next ones back: steps are never bunched.
  static func takeTick() {
    beginTick()
    due += present
    let now = counter()
    if due < now { due = now + present / 2 }
    set_timer(due)
  }

  /// What ends inside the tick counts from now: its beginning, or what rose at its beginning. So no pulse is too short.
  @inline(__always)
  static func beginTick() { tickBegan = cycles }

  /// Until so many nanoseconds into the tick.
  @inline(__always)
  static func waitInTick(ns: UInt32) {
    let counts = (ns &* countsPer1024) >> 10 &+ 1
    while cycles &- tickBegan < counts {}
  }

  static var cycles: UInt32 { UInt32(truncatingIfNeeded: counter()) }

  // MARK: the serial line

  private static var uart: UInt { 0x3F20_1000 }

  static func beginReceiving() {
    store32(uart + 0x30, 0)
    store32(uart + 0x44, 0x7FF)
    // 115,200 baud from 48 MHz, eight bits, with queues of sixteen bytes.
    store32(uart + 0x24, 26)
    store32(uart + 0x28, 3)
    store32(uart + 0x2C, 0b111_0000)
    store32(uart + 0x34, 0)  // at an eighth of a queue
    store32(uart + 0x38, 0b101_0000)  // received, or nothing more comes
    store32(uart + 0x30, 0x301)
    // GPIO14 and GPIO15 are the line.
    let functions = load32(0x3F20_0004)
    store32(0x3F20_0004, functions & ~(0b111_111 << 12) | 0b100_100 << 12)
    store32(0x3F00_B214, 1 << 25)
  }

  static func send(_ byte: UInt8) -> Bool {
    if load32(uart + 0x18) & 1 << 5 != 0 { return false }
    store32(uart, UInt32(byte))
    return true
  }

  /// The line's interrupt is heard. Before its bytes are taken: what comes from then on raises it anew.
  static func receivingBegins() { store32(uart + 0x44, 0b101_0000) }

  /// The next byte that has come, if there is one.
  static func receive() -> UInt8? {
    load32(uart + 0x18) & 1 << 4 != 0 ? nil : UInt8(truncatingIfNeeded: load32(uart))
  }

  static func waitForInterrupt() { wait_for_interrupt() }

  // MARK: interrupts

  /// What has interrupted core 0: its timer, or one of the chip's other parts.
  static var interrupts: (tick: Bool, bytes: Bool) {
    let sources = load32(0x4000_0060)
    return (sources & 1 << 1 != 0, sources & 1 << 8 != 0)
  }
}
