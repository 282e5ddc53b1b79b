// What a run observed of the motion: one call a slice in, a path and a speed curve of bounded size out.

import StepperCore

/// The path of a run and its speed over time, in a few megabytes however long the job is.
///
/// Points that lie on the line between their neighbours, within a tolerance, are dropped as they come. When the limit is
/// reached, the tolerance doubles until a quarter of the room is free again, so that the shape is kept as finely as the
/// room allows.
public struct MotionRecord: Sendable {
  /// The end of a straight piece of the path.
  public struct Sample: Sendable {
    /// Seconds since the start of the run.
    public var timeS: Double
    /// In machine coordinates.
    public var position: Point
    /// Mean speed on the way from the sample before.
    public var speedMmPerS: Double
    /// The job's line that was executed here.
    public var line: UInt32
    /// Whether the piece that ends here was a feed move, not a rapid.
    public var cutting: Bool
  }

  /// The most points that ``points`` will have.
  public let limit: Int
  /// How far the kept path may be from the observed one, in mm; grows with the length of the job.
  public private(set) var shapeToleranceMm: Double
  /// Samples added so far.
  public private(set) var observed = 0
  public private(set) var greatestSpeedMmPerS = 0.0

  private var kept: [Sample] = []
  private var reducer: PathReducer?
  private var history = SpeedHistory()
  private var toleranceMm = 0.001
  private var speedFraction = 1.0 / 40
  private var joinsRapids = false
  private var least = Point.zero
  private var greatest = Point.zero

  /// Keeps at most `limit` points; at least 16.
  public init(limit: Int = 60_000) {
    self.limit = max(limit, 16)
    shapeToleranceMm = toleranceMm
  }

  /// The end of a slice: seconds since the start, position in machine coordinates in mm, speed along the path in mm/s,
  /// whether this is a feed move (not a rapid), and the job's line. Called once a slice; takes tens of nanoseconds.
  /// A sample that is not finite, or earlier than the one before, is left out.
  public mutating func add(timeS: Double, position: Point, speedMmPerS: Double, cutting: Bool, line: UInt32) {
    guard (timeS + position.x + position.y + position.z + speedMmPerS).isFinite else { return }
    let next = Sample(timeS: timeS, position: position, speedMmPerS: speedMmPerS, line: line, cutting: cutting)
    guard let beforeS = reducer?.tip.timeS else {
      begin(next)
      return
    }
    guard timeS >= beforeS else { return }
    observed += 1
    widen(to: position)
    if speedMmPerS > greatestSpeedMmPerS { raise(to: speedMmPerS) }
    history.add(fromS: beforeS, toS: timeS, speedMmPerS: speedMmPerS)
    if let done = reducer?.add(next) {
      kept.append(done)
      // One place stays free for the piece that is being extended.
      if kept.count == limit - 1 { thin() }
    }
  }

  /// The corners of the path, from its start to where it is now. Copies; meant for the end of a run.
  public var points: [Sample] {
    guard let pending = reducer?.pending else { return kept }
    return kept + [pending]
  }

  /// Least and greatest coordinates seen, exact; nil before the first sample.
  public var bounds: (least: Point, greatest: Point)? { reducer == nil ? nil : (least, greatest) }

  /// Speed over time, up to where the run is now.
  public var speeds: SpeedHistory { history.settled }

  /// Seconds from the first sample to the last.
  public var durationS: Double {
    guard let reducer, let first = kept.first else { return 0 }
    return reducer.tip.timeS - first.timeS
  }

  private mutating func begin(_ first: Sample) {
    observed = 1
    kept.reserveCapacity(1024)
    kept.append(first)
    least = first.position
    greatest = first.position
    greatestSpeedMmPerS = max(first.speedMmPerS, 0)
    history.start(atS: first.timeS)
    reducer = PathReducer(
      start: first, toleranceMm: toleranceMm, speedToleranceMmPerS: greatestSpeedMmPerS * speedFraction)
  }

  private mutating func widen(to position: Point) {
    if position.x < least.x { least.x = position.x }
    if position.y < least.y { least.y = position.y }
    if position.z < least.z { least.z = position.z }
    if position.x > greatest.x { greatest.x = position.x }
    if position.y > greatest.y { greatest.y = position.y }
    if position.z > greatest.z { greatest.z = position.z }
  }

  private mutating func raise(to speedMmPerS: Double) {
    greatestSpeedMmPerS = speedMmPerS
    reducer?.speedToleranceMmPerS = speedMmPerS * speedFraction
  }

  /// Makes room: coarser and coarser, until a quarter is free. Shape is worth more than shades of speed, and both are
  /// worth more than the difference between feed moves and rapids, which goes only when features are below a pixel.
  private mutating func thin() {
    let pixelMm = max((greatest - least).length / 500, 0.001)
    while kept.count > limit * 3 / 4 {
      toleranceMm *= 2
      shapeToleranceMm = min(shapeToleranceMm + toleranceMm, (greatest - least).length)
      speedFraction = min(speedFraction * 1.4, 1)
      if toleranceMm > pixelMm {
        joinsRapids = true
        speedFraction = 1
      }
      if toleranceMm > pixelMm * 25 {
        // Nothing left to tell apart: what is no shape any more is at least sampled evenly.
        toleranceMm /= 2
        kept = kept.enumerated().compactMap { $0.offset % 2 == 0 || $0.offset == kept.count - 1 ? $0.element : nil }
        shapeToleranceMm = (greatest - least).length
      } else {
        kept = reduced(kept)
      }
    }
    reducer?.toleranceMm = toleranceMm
    reducer?.speedToleranceMmPerS = greatestSpeedMmPerS * speedFraction
    reducer?.joinsRapids = joinsRapids
  }

  private func reduced(_ samples: [Sample]) -> [Sample] {
    var coarser = PathReducer(
      start: samples[0], toleranceMm: toleranceMm, speedToleranceMmPerS: greatestSpeedMmPerS * speedFraction)
    coarser.joinsRapids = joinsRapids
    var result = [samples[0]]
    result.reserveCapacity(samples.count)
    for sample in samples.dropFirst() {
      if let done = coarser.add(sample) { result.append(done) }
    }
    if let last = coarser.pending { result.append(last) }
    return result
  }
}
