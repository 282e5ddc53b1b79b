// Speed over time along one segment: three phases.

/// The speed along one segment.
///
/// ```
///  v        ______cruise______
///          /                  \
///  entry  /                    \__ exit
///        /                      |
///        |acc|      |      |dec |       → t
/// ```
/// Speeds up at the segment's acceleration, cruises, and brakes so that it leaves no faster than it may. Where the
/// length does not suffice the cruise is missing (a triangle), or the exit speed is not reached (it only speeds up).
public struct SpeedProfile: Equatable, Sendable {
  public var acceleration: Double
  public var entry: Double
  public var cruise: Double
  public var exit: Double
  /// Seconds that each phase takes.
  public var speedUpS: Double
  public var cruiseS: Double
  public var brakeS: Double
  var length: Double

  /// - Parameters:
  ///   - length: mm
  ///   - entry: mm/s; the caller has made sure that braking from it is possible
  ///   - exitLimit: mm/s
  ///   - limit: mm/s
  ///   - acceleration: mm/s²
  public init(length: Double, entry: Double, exitLimit: Double, limit: Double, acceleration: Double) {
    self.length = length
    self.acceleration = acceleration
    self.entry = entry
    let twoA = 2 * acceleration
    let reachable = (entry * entry + twoA * length).squareRoot()
    exit = min(exitLimit, reachable, max(limit, entry))
    // Where speeding up and braking meet.
    let peak = ((twoA * length + entry * entry + exit * exit) * 0.5).squareRoot()
    cruise = max(entry, exit, min(limit, peak))
    let upLength = (cruise * cruise - entry * entry) / twoA
    let downLength = (cruise * cruise - exit * exit) / twoA
    speedUpS = (cruise - entry) / acceleration
    brakeS = (cruise - exit) / acceleration
    let rest = length - upLength - downLength
    cruiseS = rest > 0 && cruise > 0 ? rest / cruise : 0
  }

  public var durationS: Double { speedUpS + cruiseS + brakeS }

  /// Distance from the start and speed, `time` seconds after entry.
  public func state(at time: Double) -> (distance: Double, speed: Double) {
    if time < speedUpS {
      return (time * (entry + 0.5 * acceleration * time), entry + acceleration * time)
    }
    let left = durationS - time
    if left <= 0 { return (length, exit) }
    if left < brakeS {
      return (length - left * (exit + 0.5 * acceleration * left), exit + acceleration * left)
    }
    let upLength = speedUpS * 0.5 * (entry + cruise)
    return (upLength + (time - speedUpS) * cruise, cruise)
  }
}
