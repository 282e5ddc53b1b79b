// One motion as the program has it, before its corners are made.

/// One motion as the program has it.
struct ProgrammedWay: ~Copyable {
  private let pin = Pin()
  var segment: Segment
  var line: UInt32
  /// Rapids go as fast as the axes allow.
  var wantedMmPerS: Double
  var isRapid = false
  /// A laser's share of its power, 0…1.
  var power = 0.0
  var probe: ProbeRule?
  var startsAtRest = false
  /// How its corner with the way before is taken.
  var mode: PathMode
  /// How far the merged lines' points lie from it, mm.
  var mergedMm = 0.0
  /// How far its first corner has moved, mm.
  var startShift = Point.zero
  /// (mm/s)² with which it may be entered, as far as its corner is concerned.
  var entrySquared = Double.infinity
  /// What axes and drivers allow on it.
  var along: SegmentLimits.Along

  init(_ segment: Segment, line: UInt32, wantedMmPerS: Double, mode: PathMode, along: SegmentLimits.Along) {
    self.segment = segment
    self.line = line
    self.wantedMmPerS = wantedMmPerS
    self.mode = mode
    self.along = along
  }

  /// A place for one.
  init(nowhere point: Point) {
    self.init(
      Segment(restAt: point), line: 0, wantedMmPerS: 0, mode: .exactStop,
      along: SegmentLimits.Along(velocity: 0, stepVelocity: 0, law: AccelerationLaw(standing: 1)))
  }

  /// mm/s, as long as nobody asks for another speed than the program.
  var speed: Double { min(wantedMmPerS, along.ceiling) }

  /// Whether nothing but the way itself tells the two apart.
  func isLike(_ other: borrowing ProgrammedWay) -> Bool {
    wantedMmPerS == other.wantedMmPerS && isRapid == other.isRapid && power == other.power
  }
}
