// Walks along the planned segments as time passes: seconds in, a place and a speed out.

/// Where the profile is: a segment, and how long ago it was entered.
public struct PathCursor: Sendable {
  /// False where the path has come to an end, for now.
  public private(set) var isOnSegment = false
  /// The segment being driven, or the one driven last.
  public private(set) var current: PlannedSegment
  private var profile = SpeedProfile(length: 0, entry: 0, exitLimit: 0, limit: 0, acceleration: 1)
  private var elapsedS = 0.0
  /// Millimetres driven on the current segment before it was cut short by ``brake()``.
  private(set) var drivenMm = 0.0
  /// Where it is, in millimetres.
  public private(set) var position: Point
  /// mm/s along the path.
  public private(set) var speed = 0.0

  public init(at position: Point) {
    self.position = position
    current = PlannedSegment(stop: .dwell(seconds: 0), at: position, line: 0)
  }

  public mutating func place(at point: Point) {
    isOnSegment = false
    position = point
    speed = 0
  }

  /// Enters a segment at a speed.
  mutating func enter(_ entry: PlannedSegment, speed: Double, exitLimit: Double) {
    current = entry
    isOnSegment = true
    profile = SpeedProfile(
      length: entry.segment.length, entry: speed, exitLimit: exitLimit, limit: entry.limit,
      acceleration: entry.acceleration)
    elapsedS = 0
  }

  /// Spends `seconds` on the current segment. Returns the seconds left over when its end was reached, else a negative
  /// number.
  mutating func spend(_ seconds: Double) -> Double {
    elapsedS += seconds
    return elapsedS - profile.durationS
  }

  /// The path behind the current segment has been entered in a sum; counts anew.
  mutating func takeDrivenMm() -> Double {
    defer { drivenMm = 0 }
    return drivenMm + current.segment.length
  }

  /// The speed with which the current segment is left.
  var exitSpeed: Double { profile.exit }

  /// Takes place and speed from the time spent.
  mutating func settle() {
    if !isOnSegment { return }
    let state = profile.state(at: elapsedS)
    position = current.segment.position(at: state.distance)
    speed = state.speed
  }

  /// The path ends here, for now.
  mutating func rest() {
    position = current.segment.end
    isOnSegment = false
    speed = 0
  }

  /// Brakes from here to a stop inside the current segment, as hard as it allows; used when a probe answers.
  mutating func brake() {
    if !isOnSegment { return }
    let state = profile.state(at: elapsedS)
    let way = state.speed * state.speed / (2 * current.acceleration)
    let stopAt = state.distance + way
    guard stopAt < current.segment.length else { return }
    let stop = current.segment.position(at: stopAt)
    // Where it stands already, or as good as, it stops here.
    current.segment = Segment(lineFrom: position, to: stop) ?? Segment(restAt: stop)
    drivenMm += state.distance
    enter(current, speed: state.speed, exitLimit: 0)
  }
}
