// Ticks as nanoseconds.

import StepperCore

/// The time of an instant on the tick clock, in whole nanoseconds, rounded down.
public struct TickTime: Sendable {
  private let hz: UInt64
  /// Nanoseconds in a tick where they are a whole number, else 0.
  private let wholeNs: UInt64

  public init(hz: UInt32) {
    self.hz = UInt64(hz)
    wholeNs = 1_000_000_000 % UInt64(hz) == 0 ? 1_000_000_000 / UInt64(hz) : 0
  }

  @inline(__always)
  public func ns(_ instant: PortInstant) -> Int64 {
    if wholeNs != 0 { return Int64(bitPattern: instant.tick &* wholeNs &+ UInt64(instant.ns)) }
    let seconds = instant.tick / hz, rest = instant.tick % hz
    return Int64(bitPattern: seconds &* 1_000_000_000 &+ rest &* 1_000_000_000 / hz &+ UInt64(instant.ns))
  }
}
