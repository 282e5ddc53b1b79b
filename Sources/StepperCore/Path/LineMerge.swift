// Short lines in a row in, one line as long as it stays near all of them out.

/// Straight lines that are one within a tolerance: CAM programs write curves as chords with the noise of their rounding,
/// and every such corner would cost speed.
struct LineMerge {
  /// More points than this are not merged into one line.
  private static let limit = 32

  private var points: InlineArray<32, Point> = InlineArray(repeating: .zero)
  private var count = 0
  /// The farthest that a merged point lies from the line, mm.
  private(set) var deviation = 0.0

  /// Begins anew with a line that no other has been merged into.
  mutating func reset() {
    count = 0
    deviation = 0
  }

  /// The line from `line`'s start to `end`, if every point between them stays within `tolerance` of it and none goes back.
  mutating func extended(_ line: Segment, to end: Point, within tolerance: Double) -> Segment? {
    guard count < Self.limit, let longer = Segment(lineFrom: line.start, to: end) else { return nil }
    let u = longer.startTangent
    var farthest = 0.0
    var along = 0.0
    for index in 0...count {
      let way = (index < count ? points[index] : line.end) - line.start
      let next = way.dot(u)
      guard next >= along, next <= longer.length else { return nil }
      along = next
      let off = way - u * next
      farthest = max(farthest, off.dot(off))
    }
    guard farthest <= tolerance * tolerance else { return nil }
    points[count] = line.end
    count += 1
    deviation = farthest.squareRoot()
    return longer
  }
}
