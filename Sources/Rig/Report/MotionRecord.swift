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

  public let limit: Int
  /// How far the kept path may be from the observed one, in mm; grows with the length of the job.
  public private(set) var shapeToleranceMm: Double
  public private(set) var speeds = SpeedHistory()
  /// Least and greatest coordinates seen, exact; nil before the first sample.
  public var bounds: (least: Point, greatest: Point)? { started ? (least, greatest) : nil }
  public private(set) var greatestSpeedMmPerS = 0.0
  /// Samples added so far.
  public private(set) var observed = 0

  private var kept: [Sample] = []
  private var started = false
  private var least = Point.zero
  private var greatest = Point.zero
  private var reducer: PathReducer

  /// Keeps at most `limit` points, which is at least 16.
  public init(limit: Int = 60_000) {
    self.limit = max(limit, 16)
    shapeToleranceMm = 0.001
    reducer = PathReducer(toleranceMm: 0.001, speedToleranceMmPerS: 0)
  }
}
