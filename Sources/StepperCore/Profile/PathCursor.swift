// Walks along the planned segments as time passes: seconds in, a place and a speed out.

/// Where the profile is: a segment, and how long ago it was entered.
public struct PathCursor: Sendable {
  public private(set) var current: PlannedSegment?
  private var profile = SpeedProfile(length: 0, entry: 0, exitLimit: 0, limit: 0, acceleration: 1)
  private var elapsedS = 0.0
  /// Where it is, in millimetres; where it rests when there is no current segment.
  public private(set) var position: Point
  /// mm/s along the path.
  public private(set) var speed = 0.0

  public init(at position: Point) { self.position = position }

  public mutating func place(at point: Point) {
    current = nil
    position = point
    speed = 0
  }

  /// Enters a segment at a speed, with what is left of a slice already spent on it.
  mutating func enter(_ entry: PlannedSegment, speed: Double, exitLimit: Double, elapsedS: Double) {
    current = entry
    profile = SpeedProfile(
      length: entry.segment.length, entry: speed, exitLimit: exitLimit, limit: entry.limit,
      acceleration: entry.acceleration)
    self.elapsedS = elapsedS
  }

  /// Spends `seconds` on the current segment. Returns the seconds left over when its end was reached, else nil.
  mutating func spend(_ seconds: Double) -> Double? {
    elapsedS += seconds
    let over = elapsedS - profile.durationS
    return over >= 0 ? over : nil
  }

  /// The speed with which the current segment is left.
  var exitSpeed: Double { profile.exit }

  /// Takes place and speed from the time spent.
  mutating func settle() {
    guard let current else { return }
    let state = profile.state(at: elapsedS)
    position = current.segment.position(at: state.distance)
    speed = state.speed
  }

  /// The path ends here, for now.
  mutating func rest() {
    if let current { position = current.segment.end }
    current = nil
    speed = 0
  }

  /// Brakes from here to a stop inside the current segment, as hard as it allows; used when a probe answers.
  mutating func brake() {
    guard var entry = current else { return }
    let state = profile.state(at: elapsedS)
    let way = state.speed * state.speed / (2 * entry.acceleration)
    let stopAt = min(state.distance + way, entry.segment.length)
    guard stopAt < entry.segment.length,
      let rest = Segment(lineFrom: position, to: entry.segment.position(at: stopAt))
    else { return }
    entry.segment = rest
    enter(entry, speed: state.speed, exitLimit: 0, elapsedS: 0)
  }
}
