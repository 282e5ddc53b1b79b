// When the next tick is due: absolute, and put back by whatever came too late to be made up for.

/// The moments of ticks on the wall clock.
///
/// A tick may begin late. Up to a quarter of a tick is made up for by the next one, so that jitter does not add up; what
/// is beyond puts all later ticks back. So two ticks are never closer than three quarters of a tick, whatever
/// happened before: **a late tick stretches time, and never bunches steps.**
public struct TickClock: Sendable {
  private let hz: UInt64
  private let wholeNs: UInt64
  private let restPerTick: UInt64
  private let slackNs: UInt64
  private var rest: UInt64 = 0
  /// When the next tick is to begin.
  public private(set) var dueNs: UInt64 = 0
  /// Ticks that began later than could be made up for.
  public private(set) var lateTicks: UInt64 = 0
  /// By how much they have put everything back.
  public private(set) var stretchedNs: UInt64 = 0

  /// The fastest: ticks come at their rate.
  public static let fullPace: UInt64 = 256

  public init(hz: UInt32) {
    self.hz = UInt64(hz)
    wholeNs = 1_000_000_000 / self.hz
    restPerTick = 1_000_000_000 % self.hz
    slackNs = wholeNs / 4
  }

  /// The first tick is due at `ns`.
  public mutating func start(at ns: UInt64) {
    dueNs = ns
    rest = 0
  }

  /// A tick has begun at `ns`, which is not before it was due. `pace` of ``fullPace``: a slower one makes ticks longer.
  ///
  /// - Returns: how late it was, ns.
  @inline(__always)
  @discardableResult
  public mutating func begun(at ns: UInt64, pace: UInt64, counts: Bool) -> UInt64 {
    let lateness = ns &- dueNs
    if lateness > slackNs {
      dueNs &+= lateness &- slackNs
      if counts {
        lateTicks &+= 1
        stretchedNs &+= lateness &- slackNs
      }
    }
    var tick = wholeNs
    rest &+= restPerTick
    if rest >= hz {
      rest &-= hz
      tick &+= 1
    }
    dueNs &+= pace >= Self.fullPace ? tick : tick &* Self.fullPace / max(pace, 1)
    return lateness
  }
}
