// Catches the tick on which an input changed: a probe's touch, a homing switch.

extension TickEngine {
  /// Arms the latch with the inputs as they are now, and not as the last step found them.
  public mutating func arm<Port: StepPort & ~Copyable>(
    _ input: InputWord, untilActive: Bool, port: inout Port
  ) throws(Port.Failure) {
    sensed = try port.readInputs()
    arm(input, untilActive: untilActive)
  }
}

/// Waits for one input, and keeps where the joints stood on the tick at which it came.
public struct InputLatch: Equatable, Sendable {
  public internal(set) var isArmed = false
  public internal(set) var isClosed = false
  public internal(set) var tick: UInt64 = 0
  /// Whole steps of each joint.
  public internal(set) var steps: SIMD4<Int64> = .zero
  @usableFromInline var input: InputWord = .none
  @usableFromInline var untilActive = true

  /// One that is not armed.
  @inlinable public init() {}

  init(input: InputWord, untilActive: Bool) {
    self.input = input
    self.untilActive = untilActive
    isArmed = true
  }

  /// A latch that closed on this tick, with the joints on these steps: what a tick thread tells its planner.
  public static func closed(tick: UInt64, steps: SIMD4<Int64>) -> InputLatch {
    var latch = InputLatch()
    latch.close(tick: tick, steps: steps)
    return latch
  }

  @inlinable func matches(_ inputs: InputWord) -> Bool {
    isArmed && (inputs & input).isEmpty != untilActive
  }

  @usableFromInline mutating func close(tick: UInt64, steps: SIMD4<Int64>) {
    isArmed = false
    isClosed = true
    self.tick = tick
    self.steps = steps
  }
}
