// What the core drives: levels go out, levels come in. It never knows whether a machine or a model is behind it.

/// A moment on the tick clock: a tick, and how far into it.
@frozen
public struct PortInstant: Equatable, Comparable, Sendable {
  /// Ticks since the machine was switched on.
  public var tick: UInt64
  /// Nanoseconds after the start of that tick; less than one tick.
  public var ns: UInt32

  @inlinable public init(tick: UInt64, ns: UInt32) {
    self.tick = tick
    self.ns = ns
  }

  @inlinable public static func < (a: PortInstant, b: PortInstant) -> Bool {
    a.tick != b.tick ? a.tick < b.tick : a.ns < b.ns
  }
}

/// The outputs and inputs of one machine.
///
/// Called from the tick thread: an implementation must not block, allocate or lock. The core calls `write` only when a
/// level changes, with instants that never go back, and keeps every pulse as long as the driver's data sheet asks.
public protocol StepPort: ~Copyable {
  /// What can go wrong with the lines; `Never` in the simulator.
  associatedtype Failure: Error

  /// Puts `levels` on the outputs. Only the lines in `changing` differ from the last call; there is at least one.
  mutating func write(_ levels: PortWord, changing: PortWord, at instant: PortInstant) throws(Failure)

  /// The inputs as they are now.
  mutating func readInputs() throws(Failure) -> InputWord
}
