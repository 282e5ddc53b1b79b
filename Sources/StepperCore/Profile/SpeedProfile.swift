// Speed over time along one segment, or what is left of it: three phases.

/// The speed along one segment.
///
/// ```
///  v        ______cruise______               entry ╲
///          /                  \                     ╲__cruise__
///  entry  /                    \__ exit                        ╲__ exit
///        /                      |
///        |ramp|      |    |brake|       → t
/// ```
/// Keeps the entry's speed for a while where it has to (``StraightRun``), goes to the cruise's, stays there, and brakes so that it leaves no faster than it may. Where the
/// length does not suffice the cruise is missing (a triangle), or the exit speed is not reached. Who enters faster than
/// the limit, because an override has just lowered it, brakes first; a limit of zero is a stop, wherever it falls. Where all
/// of the length is needed to get from one speed to the other, or no speed can be kept, it is one acceleration all the way.
public struct SpeedProfile: Equatable, Sendable {
  /// mm/s², of the ramp and of braking.
  public private(set) var acceleration: Double
  public private(set) var entry: Double
  public private(set) var cruise: Double
  public private(set) var exit: Double
  /// Seconds that each phase takes; for ever where it stops inside.
  public private(set) var leadS = 0.0
  public private(set) var rampS = 0.0
  public private(set) var cruiseS = 0.0
  public private(set) var brakeS = 0.0
  private var length: Double
  /// Way that lead and ramp take.
  private var rampMm = 0.0

  /// - Parameters:
  ///   - length: mm
  ///   - entry: mm/s; the caller has made sure that braking from it is possible
  ///   - exitLimit: mm/s
  ///   - limit: mm/s
  ///   - steady: mm/s: above it speed has to change all the way
  public init(
    length: Double, entry: Double, exitLimit: Double, limit: Double, steady: Double = .infinity, law: AccelerationLaw
  ) {
    let entrySquared = entry * entry
    let bound = min(exitLimit, limit)
    let boundSquared = bound * bound
    // What braking all the way comes down to. An override may have made exits slower than that since the entry was found.
    let slowest = law.down.slowest(fromSquared: entrySquared, over: length)
    let reachable = law.up.reached(fromSquared: entrySquared, over: length)
    if max(entry, bound) > steady || (slowest <= boundSquared && !law.joins(entrySquared, boundSquared, over: length)) {
      self = SpeedProfile(length: length, entry: entry, exit: max(slowest, min(boundSquared, reachable)).squareRoot())
      return
    }
    self.length = length
    self.entry = entry
    if entry > limit || slowest > boundSquared {
      acceleration = max(law.down.at(entrySquared), AccelerationLaw.least * law.standing)
      let least = slowest.squareRoot()
      cruise = max(min(limit, entry), least)
      exit = max(least, min(exitLimit, cruise))
    } else {
      exit = bound
      let peak = law.peak(betweenSquared: entrySquared, boundSquared, over: length)
      let most = min(limit, steady)
      let top = max(min(most * most, peak), entrySquared, boundSquared)
      cruise = max(entry, exit, top.squareRoot())
      acceleration = law.acceleration(atSquared: top)
    }
    divide()
  }

  /// From one speed to another, with one acceleration all the way.
  private init(length: Double, entry: Double, exit: Double) {
    self.length = length
    self.entry = entry
    self.exit = exit
    cruise = exit
    let change = abs(exit * exit - entry * entry)
    if change > 0 {
      acceleration = change / (2 * length)
      rampMm = length
      rampS = 2 * length / (entry + exit)
    } else {
      acceleration = 1
      cruiseS = exit > 0 ? length / exit : length > 0 ? .infinity : 0
    }
  }

  /// From `entry` to a standstill at the end of `length`, with one acceleration, after `lead` seconds at the entry's speed.
  init(length: Double, lead: Double, entry: Double, cruise: Double, acceleration: Double) {
    self.length = length
    self.entry = entry
    self.cruise = cruise
    self.acceleration = acceleration
    exit = 0
    leadS = lead
    divide()
  }

  /// Times of the phases from their speeds.
  private mutating func divide() {
    let twoA = 2 * acceleration
    rampMm = leadS * entry + abs(cruise * cruise - entry * entry) / twoA
    rampS = abs(cruise - entry) / acceleration
    brakeS = (cruise - exit) / acceleration
    let rest = length - rampMm - (cruise * cruise - exit * exit) / twoA
    cruiseS = rest <= 0 ? 0 : cruise > 0 ? rest / cruise : .infinity
  }

  public var durationS: Double { leadS + rampS + cruiseS + brakeS }

  /// Whether it comes to a stop before its end, and for good.
  public var stopsInside: Bool { cruiseS == .infinity }

  /// Distance from the start and speed, `time` seconds after entry.
  public func state(at time: Double) -> (distance: Double, speed: Double) {
    if time < leadS { return (time * entry, entry) }
    let ramp = time - leadS
    if ramp < rampS {
      let change = cruise < entry ? -acceleration : acceleration
      return (leadS * entry + ramp * (entry + 0.5 * change * ramp), entry + change * ramp)
    }
    if stopsInside { return (rampMm, 0) }
    let left = durationS - time
    if left <= 0 { return (length, exit) }
    if left < brakeS {
      return (length - left * (exit + 0.5 * acceleration * left), exit + acceleration * left)
    }
    return (rampMm + (ramp - rampS) * cruise, cruise)
  }

  /// Whether speed rose (1) or fell (−1) last since the entry, 0 for neither, and how many seconds ago.
  func change(at time: Double) -> (sign: Int, steadyS: Double) {
    let ramp = time - leadS
    if ramp > 0 && durationS - time < brakeS { return (-1, 0) }
    if ramp <= 0 || rampS == 0 { return (0, time) }
    return (cruise < entry ? -1 : 1, max(0, ramp - rampS))
  }
}
