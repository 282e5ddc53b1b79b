// Port words in, the same words out to another port, never sooner than the drivers allow: by the clock, not by hope.

import StepperCore

/// Keeps the times that drivers ask for by measuring when a level was last changed, and waiting.
///
/// A system call takes as long as it takes, and may be interrupted in its middle: a level changes somewhere between the
/// call and its return. So every time is counted from after the *return* of the call that made the earlier edge to the
/// *start* of the one that makes the later: the real one on the wire is that long, or longer.
public struct TimedPort<Base: StepPort & ~Copyable, Timer: TickTimer & ~Copyable>: StepPort, ~Copyable {
  public var base: Base
  public var timer: Timer
  /// Every change so far: the same as the simulator's for the same slices.
  public private(set) var hash = TraceHash()
  /// How often the motors stepped together that are the bits of the index: one count a write, however many step.
  private var stepsTogether: InlineArray<256, UInt64> = InlineArray(repeating: 0)
  /// Since the tick began.
  public private(set) var hasStepped = false
  private var tickNs: UInt64 = 0
  private var edges: EdgeTimes

  /// - Parameter needs: what the driver of each motor asks for.
  public init(
    _ base: consuming Base, timer: consuming Timer, needs: InlineArray<8, DriverTiming>, tickHz: UInt32
  ) {
    self.base = base
    self.timer = timer
    edges = EdgeTimes(needs, tickNs: 1_000_000_000 / UInt64(tickHz))
  }

  /// A tick begins: moments inside it count from here.
  @inline(__always)
  public mutating func beginTick(atNs ns: UInt64) {
    tickNs = ns
    hasStepped = false
  }

  /// All levels of a tick stand.
  @inline(__always)
  public mutating func endTick(atNs ns: UInt64) { edges.close(at: ns) }

  @inline(__always)
  public mutating func write(
    _ levels: PortWord, changing: PortWord, at instant: PortInstant
  ) throws(Base.Failure) {
    hash.add(instant, levels)
    let rises = levels.rawValue & changing.rawValue & PortWord.steps.rawValue
    let falls = ~levels.rawValue & changing.rawValue & PortWord.steps.rawValue
    let turns = changing.rawValue & PortWord.directions.rawValue
    let moment = max(tickNs &+ UInt64(instant.ns), edges.earliest(rises, falls, turns))
    if moment > tickNs { while timer.now() < moment {} }
    try base.write(levels, changing: changing, at: instant)
    edges.open(falls, turns)
    guard rises != 0 else { return }
    // Its own end may be due in this very tick; all other edges have time until the tick's end.
    edges.rose(rises, at: timer.now())
    hasStepped = true
    stepsTogether[Int(truncatingIfNeeded: rises)] &+= 1
  }

  /// Steps sent, by motor.
  public var pulses: InlineArray<8, UInt64> {
    var counts = InlineArray<8, UInt64>(repeating: 0)
    for motors in 0..<256 {
      for motor in 0..<8 where motors >> motor & 1 != 0 { counts[motor] += stepsTogether[motors] }
    }
    return counts
  }

  @inline(__always)
  public mutating func readInputs() throws(Base.Failure) -> InputWord { try base.readInputs() }
}
