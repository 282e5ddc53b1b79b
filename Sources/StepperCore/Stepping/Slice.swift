// What the planner hands to the tick clock: a stretch of ticks with constant acceleration in every joint.

/// A stretch of motion: for `ticks` ticks, each tick adds velocity to position and acceleration to velocity.
///
/// ```
/// position after tick t (t = 0 … ticks−1) = start + (t+1)·velocity + t·(t+1)/2·acceleration
/// ```
/// Lanes are joints 0…3; unused lanes are zero.
public struct Slice: Equatable, Sendable {
  /// Sub-steps per tick at the first tick.
  public var velocity: SIMD4<Int64>
  /// Sub-steps per tick, per tick.
  public var acceleration: SIMD4<Int64>
  public var ticks: UInt32
  /// The line of the job that is being executed.
  public var line: UInt32
  /// Levels of enable, spindle and coolant lines during the slice; step and direction bits are zero.
  public var outputs: PortWord
  /// How long the PWM line is high in each of its periods; zero is off.
  public var pwmHighNs: UInt32
  /// True on feed moves, false on rapids and while nothing moves.
  public var isCutting: Bool
  /// The first of a motion, out of rest.
  public var beginsMotion: Bool

  @inlinable public init(
    velocity: SIMD4<Int64> = .zero, acceleration: SIMD4<Int64> = .zero, ticks: UInt32, line: UInt32 = 0,
    outputs: PortWord = .none, pwmHighNs: UInt32 = 0, isCutting: Bool = false, beginsMotion: Bool = false
  ) {
    self.velocity = velocity
    self.acceleration = acceleration
    self.ticks = ticks
    self.line = line
    self.outputs = outputs
    self.pwmHighNs = pwmHighNs
    self.isCutting = isCutting
    self.beginsMotion = beginsMotion
  }

  /// How far the slice goes, in sub-steps.
  @inlinable public var displacement: SIMD4<Int64> {
    let n = Int64(ticks)
    return velocity &* SIMD4(repeating: n) &+ acceleration &* SIMD4(repeating: n &* (n &- 1) / 2)
  }

  /// The same motion in two pieces: keeps the first `count` ticks here and returns the rest.
  public mutating func split(after count: UInt32) -> Slice {
    var rest = self
    rest.ticks = ticks - count
    rest.beginsMotion = false
    rest.velocity = velocity &+ acceleration &* SIMD4(repeating: Int64(count))
    ticks = count
    return rest
  }
}
