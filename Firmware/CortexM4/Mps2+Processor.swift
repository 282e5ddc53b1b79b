// The board of the emulator: ARM's MPS2 with a Cortex-M4 (application note 386), at 25 MHz.

import StepperCore

/// Peripherals of the MPS2, and of every Cortex-M.
///
/// To move to a microcontroller of one's own: its serial line, its lines, and a counter. The tick is the core's SysTick.
extension Mps2 {
  static let clockHz: UInt32 = 25_000_000

  // MARK: ticks

  private static var sysTickControl: UInt { 0xE000_E010 }
  private static var sysTickReload: UInt { 0xE000_E014 }
  private static var sysTickValue: UInt { 0xE000_E018 }
  private nonisolated(unsafe) static var tickCounts: UInt32 = 0

  static func beginTicks(hz: UInt32) {
    tickCounts = clockHz / hz &* firmware_tick_stretch
    store32(sysTickReload, tickCounts &- 1)
    store32(sysTickValue, 0)
    store32(sysTickControl, 0b111)
  }

  static func stretchTicks(_ share: UInt32) {
    // Eight times at the most, and twenty-four bits.
    store32(sysTickReload, min(tickCounts &* 256 / share, 1 << 24) &- 1)
  }

  /// Timer 0 of the MPS2 counts down.
  static var cycles: UInt32 { 0 &- load32(0x4000_0004) }

  private nonisolated(unsafe) static var tickBegan: UInt32 = 0

  /// What ends inside the tick counts from now: its beginning, or what rose at its beginning. So no pulse is too short.
  @inline(__always)
  static func beginTick() { tickBegan = cycles }

  /// Until so many nanoseconds into the tick.
  @inline(__always)
  static func waitInTick(ns: UInt32) {
    let counts = (ns &* 26) >> 10 &+ 1
    while cycles &- tickBegan < counts {}
  }

  static func beginCounting() {
    store32(0x4000_0008, 0xFFFF_FFFF)
    store32(0x4000_0004, 0xFFFF_FFFF)
    store32(0x4000_0000, 1)
  }

  // MARK: the serial line: UART 0

  private static var uartData: UInt { 0x4000_4000 }
  private static var uartState: UInt { 0x4000_4004 }
  private static var uartControl: UInt { 0x4000_4008 }
  private static var uartInterrupt: UInt { 0x4000_400C }
  private static var uartDivider: UInt { 0x4000_4010 }

  static func beginReceiving() {
    store32(uartDivider, clockHz / 115_200)
    store32(uartControl, 0b1011)  // send, receive, interrupt on receiving
    store32(0xE000_E100, 1)
  }

  static func send(_ byte: UInt8) -> Bool {
    if load32(uartState) & 1 != 0 { return false }
    store32(uartData, UInt32(byte))
    return true
  }

  /// The byte that has raised the interrupt.
  static func receive() -> UInt8 {
    // Before it is read: the next one may come at once, and raises it anew.
    store32(uartInterrupt, 0b10)
    return UInt8(truncatingIfNeeded: load32(uartData))
  }

  static func waitForInterrupt() { wait_for_interrupt() }
}
