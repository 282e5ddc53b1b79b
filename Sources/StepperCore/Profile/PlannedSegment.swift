// One place in the queue: a segment with what limits its speed, or something to do at rest.

/// A segment of the path, ready to be driven.
public struct PlannedSegment: Sendable {
  public var segment: Segment
  /// mm/s that the program asks for; infinite on rapids.
  public var wanted: Double
  /// mm/s: what axes, drivers and curvature allow.
  public var ceiling: Double
  /// mm/s: what of that can be kept; between the two, speed has to change on all of the segment.
  public var steady: Double
  /// What they have left for changing speed.
  public var law: AccelerationLaw
  /// (mm/s)² at its start: what the corner with its predecessor allows.
  public var junctionSquared: Double
  /// (mm/s)² at its start: what the corner and everything behind it in the queue allow. The backward pass finds it.
  public var entrySquared = 0.0
  /// Where S stands on a laser's scale, 0…1, on rapids too; 0 on everything but lasers.
  public var power = 0.0
  public var line: UInt32
  public var isRapid: Bool
  /// The motion before it has come to rest, to the step, before this one starts (exact stop).
  public var startsAtRest = false
  /// Done when this place is reached, at rest; the segment then has no length.
  public var stop: QueueStop?
  /// Ends early when the probe answers.
  public var probe: ProbeRule?

  public init(
    _ segment: Segment, wanted: Double = .infinity, ceiling: Double, steady: Double = .infinity, law: AccelerationLaw,
    junctionSquared: Double = .infinity, line: UInt32, isRapid: Bool
  ) {
    self.segment = segment
    self.wanted = wanted
    self.ceiling = ceiling
    self.steady = steady
    self.law = law
    self.junctionSquared = junctionSquared
    self.line = line
    self.isRapid = isRapid
  }

  /// Something to do at rest.
  public init(stop: QueueStop, at point: Point, line: UInt32) {
    self.init(
      Segment(restAt: point), ceiling: 0, law: AccelerationLaw(standing: 1), junctionSquared: 0, line: line,
      isRapid: false)
    self.stop = stop
  }
}

/// Something in the queue that is done at rest.
public enum QueueStop: Equatable, Sendable {
  case dwell(seconds: Double)
  /// New levels of the spindle and coolant lines, and the PWM's duty; then wait for the spindle.
  case outputs(PortWord, duty: Double, beam: BeamMode, spinUpSeconds: Double)
  case pause(optional: Bool)
  case toolChange(tool: Int)
  case programEnd
}
