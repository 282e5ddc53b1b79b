// Port words in, the same words out to another port, never sooner than the drivers allow: by the clock, not by hope.

import StepperCore

/// Keeps the times that drivers ask for by measuring when a level was last changed, and waiting.
///
/// A system call takes as long as it takes, and may be interrupted in its middle: a level changes somewhere between the
/// call and its return. So every time is counted from the *return* of the call that made the earlier edge to the *start*
/// of the one that makes the later: the real one on the wire is that long, or longer.
public struct TimedPort<Base: StepPort & ~Copyable, Timer: TickTimer & ~Copyable>: StepPort, ~Copyable {
  public var base: Base
  public var timer: Timer
  /// Every change so far: the same as the simulator's for the same slices.
  public private(set) var hash = TraceHash()
  /// Steps sent, by motor.
  public private(set) var pulses: InlineArray<8, UInt64> = InlineArray(repeating: 0)
  /// Since the tick began.
  public private(set) var hasStepped = false
  private var tickNs: UInt64 = 0
  private let needs: InlineArray<8, DriverTiming>
  // When the last edge of each kind was over, by motor; a time long ago where there was none.
  private var rose: InlineArray<8, UInt64> = InlineArray(repeating: 0)
  private var fell: InlineArray<8, UInt64> = InlineArray(repeating: 0)
  private var turned: InlineArray<8, UInt64> = InlineArray(repeating: 0)

  /// - Parameter needs: what the driver of each motor asks for.
  public init(_ base: consuming Base, timer: consuming Timer, needs: InlineArray<8, DriverTiming>) {
    self.base = base
    self.timer = timer
    self.needs = needs
  }

  /// A tick begins: moments inside it count from here.
  @inline(__always)
  public mutating func beginTick(atNs ns: UInt64) {
    tickNs = ns
    hasStepped = false
  }

  public mutating func write(
    _ levels: PortWord, changing: PortWord, at instant: PortInstant
  ) throws(Base.Failure) {
    hash.add(instant, levels)
    let moment = earliest(levels.rawValue, changing.rawValue, tickNs &+ UInt64(instant.ns))
    if moment > tickNs { while timer.now() < moment {} }
    try base.write(levels, changing: changing, at: instant)
    let moved = changing.rawValue & (PortWord.steps.rawValue | PortWord.directions.rawValue)
    if moved != 0 { note(levels.rawValue, moved, at: timer.now()) }
  }

  public mutating func readInputs() throws(Base.Failure) -> InputWord { try base.readInputs() }

  /// The first moment at which every driver may see these changes.
  @inline(__always)
  private func earliest(_ levels: UInt32, _ changing: UInt32, _ planned: UInt64) -> UInt64 {
    var moment = planned
    var steps = changing & PortWord.steps.rawValue
    while steps != 0 {
      let motor = steps.trailingZeroBitCount
      if levels & (1 << UInt32(motor)) != 0 {
        moment = max(moment, fell[motor] &+ UInt64(needs[motor].stepLowNs))
        moment = max(moment, turned[motor] &+ UInt64(needs[motor].directionSetupNs))
      } else {
        moment = max(moment, rose[motor] &+ UInt64(needs[motor].stepHighNs))
      }
      steps &= steps &- 1
    }
    var turns = (changing & PortWord.directions.rawValue) >> 8
    while turns != 0 {
      let motor = turns.trailingZeroBitCount
      moment = max(moment, rose[motor] &+ UInt64(needs[motor].directionHoldNs))
      turns &= turns &- 1
    }
    return moment
  }

  @inline(__always)
  private mutating func note(_ levels: UInt32, _ changing: UInt32, at ns: UInt64) {
    var steps = changing & PortWord.steps.rawValue
    hasStepped = hasStepped || steps != 0
    while steps != 0 {
      let motor = steps.trailingZeroBitCount
      if levels & (1 << UInt32(motor)) != 0 {
        rose[motor] = ns
        pulses[motor] &+= 1
      } else {
        fell[motor] = ns
      }
      steps &= steps &- 1
    }
    var turns = (changing & PortWord.directions.rawValue) >> 8
    while turns != 0 {
      turned[turns.trailingZeroBitCount] = ns
      turns &= turns &- 1
    }
  }
}
