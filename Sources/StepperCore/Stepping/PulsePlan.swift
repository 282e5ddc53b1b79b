// A driver's timing in nanoseconds, and what it means on this tick clock.

/// How one joint's pulses lie on the tick clock.
///
/// ```
///        tick t            tick t+1                    tick t+spacing
///  STEP  ┌──high──┐____________________________________┌────
///  DIR   (stands)          ^ may change `hold` ticks after a step; a step follows `setup` ticks later
/// ```
/// Steps rise at the start of a tick. A step whose direction has to change first waits for whole ticks, so that all
/// rises of a tick, and all direction changes, are one write each.
public struct PulsePlan: Equatable, Sendable {
  /// Step and direction lines of all motors that follow this joint.
  public var stepLines: PortWord
  public var directionLines: PortWord
  /// The direction lines that are active when the joint moves in its negative direction.
  public var invertedLines: PortWord
  /// Step high time: whole ticks, and nanoseconds into the tick after those.
  public var fallTicks: UInt64
  public var fallNs: UInt32
  /// The least ticks from one step to the next: step high plus low time, rounded up.
  public var spacingTicks: UInt64
  public var setupTicks: UInt64
  public var holdTicks: UInt64

  public static var none: PulsePlan {
    PulsePlan(
      stepLines: .none, directionLines: .none, invertedLines: .none, fallTicks: 0, fallNs: 1, spacingTicks: 1,
      setupTicks: 1, holdTicks: 1)
  }

  init(
    stepLines: PortWord, directionLines: PortWord, invertedLines: PortWord, fallTicks: UInt64, fallNs: UInt32,
    spacingTicks: UInt64, setupTicks: UInt64, holdTicks: UInt64
  ) {
    self.stepLines = stepLines
    self.directionLines = directionLines
    self.invertedLines = invertedLines
    self.fallTicks = fallTicks
    self.fallNs = fallNs
    self.spacingTicks = spacingTicks
    self.setupTicks = setupTicks
    self.holdTicks = holdTicks
  }

  public init(_ joint: JointSettings, tickHz: UInt32) {
    let tickNs = 1_000_000_000 / UInt64(tickHz)  // rounded down: the safe side for every count of ticks below
    func ticks(_ ns: UInt64) -> UInt64 { max(1, (ns + tickNs - 1) / tickNs) }
    let motors = UInt32(joint.motors)
    stepLines = PortWord(rawValue: motors)
    directionLines = PortWord(rawValue: motors << 8)
    invertedLines = PortWord(rawValue: UInt32(joint.inverted & joint.motors) << 8)
    // Never nothing: a pulse that fell on the tick of the next rise would be one pulse with it.
    let high = UInt64(max(1, joint.timing.stepHighNs))
    let low = UInt64(max(1, joint.timing.stepLowNs))
    fallTicks = high / tickNs
    fallNs = UInt32(high % tickNs)
    spacingTicks = ticks(high + low)
    setupTicks = ticks(UInt64(joint.timing.directionSetupNs))
    holdTicks = ticks(UInt64(joint.timing.directionHoldNs))
  }

  /// The fastest this joint can step: tick rate over the ticks that step high plus low take.
  public func maxStepsPerSecond(tickHz: UInt32) -> Double { Double(tickHz) / Double(spacingTicks) }
}
