// How machine time passes on a machine that is served.

/// What machine time is held to.
public enum ServePace: Equatable, Sendable {
  /// The machine's own clock: it is on real lines.
  case own
  /// The wall clock, times so much.
  case wallClock(Double)
  /// As fast as it can. Time passes only while there is something to do.
  case fastest
}

/// Simulated time against the wall clock.
struct PaceMaker {
  private let ticksPerNs: Double
  private var startNs: UInt64
  private var startTick: UInt64

  init(tickHz: Double, speed: Double, tick: UInt64) {
    ticksPerNs = tickHz * speed * 1e-9
    startNs = monotonicNs()
    startTick = tick
  }

  /// The tick that should have been reached by now. A computer that was away for a while does not hurry to make up for it.
  mutating func due(at tick: UInt64) -> UInt64 {
    let now = monotonicNs()
    let due = startTick &+ UInt64(Double(now &- startNs) * ticksPerNs)
    let most = tick &+ UInt64(0.25e9 * ticksPerNs)
    if due <= most { return due }
    startNs = now
    startTick = most
    return most
  }

  /// Whole milliseconds until a tick is due.
  func waitMs(until tick: UInt64) -> Int32 {
    let now = monotonicNs()
    let dueNs = Double(startNs) + Double(tick &- startTick) / ticksPerNs
    return Int32(min(max((dueNs - Double(now)) * 1e-6, 0), 20).rounded(.up))
  }
}
