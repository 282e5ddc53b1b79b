// A running hash over the steps of each motion: the fingerprint of what was driven, whenever that was.

/// The hash of (tick of its motion, port word) for every write in which a step rises.
///
/// Ticks count from the beginning of each motion, out of rest. So it is the same whenever lines arrived and however long
/// the machine stood between two motions, where a ``TraceHash`` counts the ticks at rest as well.
@frozen
public struct MotionHash: Equatable, Sendable {
  @usableFromInline var steps = TraceHash()
  @usableFromInline var startTick: UInt64 = 0

  public init() {}

  /// A motion leaves rest on this tick.
  @inlinable
  public mutating func begin(at tick: UInt64) { startTick = tick }

  @inlinable @inline(__always)
  mutating func add(_ tick: UInt64, _ levels: UInt32) {
    // Where the PWM line is in its period depends on the ticks at rest.
    steps.add(PortInstant(tick: tick &- startTick, ns: 0), PortWord(rawValue: levels & ~PortWord.pwm.rawValue))
  }

  /// The finished hash.
  public var value: UInt64 { steps.value }
}
