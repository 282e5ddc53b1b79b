// What a board has to give so that the firmware runs on it.

import StepperCore

/// One kind of processor: its lines are the port; its serial line and its clock, of which there is one each, are static,
/// so that interrupts reach them.
protocol Hardware: StepPort, ~Copyable where Failure == Never {
  /// The lines, with every output inactive.
  init()

  /// Ticks come from now on, `hz` a second.
  static func beginTicks(hz: UInt32)

  /// The next ticks are so many 256ths of their length apart; 256 is the board's rate.
  static func stretchTicks(_ share: UInt32)

  /// Hands a byte to the serial line; false while that has no room for it.
  static func send(_ byte: UInt8) -> Bool

  /// Bytes that come in go to ``Inbox`` by interrupt from now on.
  static func beginReceiving()

  /// A counter that wraps around, for measuring: see ``Budget``.
  static var cycles: UInt32 { get }

  /// Sleeps until an interrupt.
  static func waitForInterrupt()
}

/// What the fault handler has written down before the reset.
struct Fault {
  /// The architecture's own word for it.
  var cause: UInt32
  /// The address of the instruction.
  var place: UInt

  /// The last one, once.
  static func take() -> Fault? {
    guard let record = left_by_fault(), record.pointee.mark == FAULT_IS_RECORDED else { return nil }
    record.pointee.mark = 0
    return Fault(cause: record.pointee.cause, place: record.pointee.place)
  }
}

/// Runs `body` without interrupts: so short that no tick is late by it.
@inline(__always)
func masked<Result>(_ body: () -> Result) -> Result {
  let before = mask_interrupts()
  defer { unmask_interrupts(before) }
  return body()
}
