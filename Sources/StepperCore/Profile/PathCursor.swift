// Walks along the planned segments as time passes: seconds in, a place and a speed out.

/// Where the profile is: a segment, and how long ago it was entered, or the speed along it was last aimed anew.
public struct PathCursor: Sendable {
  /// False where the path has come to an end, for now.
  public private(set) var isOnSegment = false
  /// The segment being driven, or the one driven last.
  public private(set) var current: PlannedSegment
  private var profile = SpeedProfile(
    length: 0, entry: 0, exitLimit: 0, limit: 0, law: AccelerationLaw(standing: 1))
  private var elapsedS = 0.0
  /// Where on the segment the profile began, mm.
  private var beginMm = 0.0
  /// The run that the segment is all of, if it is.
  private var run: StraightRun?
  private var lastSign = 0
  private var steadyS = 0.0
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
  mutating func enter(_ entry: PlannedSegment, speed: Double, exitLimit: Double, limit: Double) {
    current = entry
    isOnSegment = true
    run = nil
    begin(at: 0, speed: speed, exitLimit: exitLimit, limit: limit)
  }

  /// Enters a segment that is a run by itself.
  mutating func enter(_ entry: PlannedSegment, run: StraightRun, limit: Double) {
    current = entry
    isOnSegment = true
    self.run = run
    lastSign = 0
    steadyS = .infinity
    begin(at: 0, speed: 0, exitLimit: 0, limit: limit)
  }

  /// The speed on what is left of the segment is to be another one from here on.
  mutating func aim(exitLimit: Double, limit: Double) {
    guard isOnSegment else { return }
    let state = profile.state(at: elapsedS)
    let change = profile.change(at: elapsedS)
    if change.sign != 0 {
      lastSign = change.sign
      steadyS = 0
    }
    steadyS += change.steadyS
    begin(at: beginMm + state.distance, speed: state.speed, exitLimit: exitLimit, limit: limit)
  }

  private mutating func begin(at distance: Double, speed: Double, exitLimit: Double, limit: Double) {
    beginMm = distance
    elapsedS = 0
    let left = max(0, current.segment.length - distance)
    if let run {
      profile = run.profile(length: left, entry: speed, limit: limit, sign: lastSign, steady: steadyS)
    } else {
      profile = SpeedProfile(
        length: left, entry: speed, exitLimit: exitLimit, limit: limit, steady: current.steady, law: current.law)
    }
  }

  /// Spends `seconds` on the current segment. Returns the seconds left over when its end was reached, else a negative
  /// number.
  mutating func spend(_ seconds: Double) -> Double {
    elapsedS += seconds
    return elapsedS - profile.durationS
  }

  /// Stands inside a segment, and will not go on by itself.
  var isHalted: Bool { isOnSegment && profile.stopsInside && elapsedS >= profile.leadS + profile.rampS }

  /// The speed with which the current segment is left.
  var exitSpeed: Double { profile.exit }

  /// Millimetres driven on the current segment.
  var drivenMm: Double { isOnSegment ? beginMm + profile.state(at: elapsedS).distance : 0 }

  /// Takes place and speed from the time spent.
  mutating func settle() {
    if !isOnSegment { return }
    let state = profile.state(at: elapsedS)
    position = current.segment.position(at: beginMm + state.distance)
    speed = state.speed
  }

  /// The path ends here, for now.
  mutating func rest() {
    position = current.segment.end
    isOnSegment = false
    speed = 0
  }
}
