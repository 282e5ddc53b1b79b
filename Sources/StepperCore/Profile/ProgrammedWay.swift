// One motion as the program has it, before its corners are made.

/// One motion as the program has it.
struct ProgrammedWay {
  var segment: Segment
  var line: UInt32
  /// Rapids go as fast as the axes allow.
  var wantedMmPerS = Double.infinity
  var isRapid = false
  /// A laser's share of its power, 0…1.
  var power = 0.0
  var probe: ProbeRule?
  var startsAtRest = false
  /// How its corner with the way before is taken.
  var mode = PathMode.blend(toleranceMm: nil)
  /// How far the merged lines' points lie from it, mm.
  var mergedMm = 0.0
  /// (mm/s)² with which it may be entered, as far as its corner is concerned.
  var entrySquared = Double.infinity

  init(_ segment: Segment, line: UInt32) {
    self.segment = segment
    self.line = line
  }

  /// Whether nothing but the way itself tells the two apart.
  func isLike(_ other: ProgrammedWay) -> Bool {
    wantedMmPerS == other.wantedMmPerS && isRapid == other.isRapid && power == other.power
  }
}
