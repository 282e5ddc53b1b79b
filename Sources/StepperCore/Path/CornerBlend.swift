// A corner between two segments in, one or two arcs that round it out.

/// What replaces a corner: arcs that are tangent to both segments, and how much of each segment they stand for.
struct CornerBlend {
  var first: Segment
  /// The second half, where one circle does not touch both sides.
  var second: Segment?
  /// Millimetres taken off the end of the one and off the start of the other segment.
  var trim: Double
  /// How far it stays away from the corner, mm.
  var deviation: Double

  /// Rounds a corner.
  ///
  /// ```
  ///          ╲         r = δ·cos(β/2) / (1 − cos(β/2))     β: the angle turned
  ///     d     ╲        d = r·tan(β/2)                      δ: from the corner to the arc
  ///  ───────╮  ╲
  ///          ╲  ·corner
  /// ```
  /// - Parameters:
  ///   - room: how much of each segment may be taken, mm
  ///   - deviation: how far the arc may stay away from the corner, mm
  ///   - enough: a radius above which nothing is gained, mm
  /// - Returns: nil where the path turns back on itself, or where the blend would be nothing.
  init?(_ before: Segment, _ after: Segment, room: Double, deviation: Double, enough: Double) {
    let u = before.endTangent, v = after.startTangent
    let cosine = u.dot(v)
    let halfCosine = max(0, 0.5 * (1 + cosine)).squareRoot()
    let halfSine = max(0, 0.5 * (1 - cosine)).squareRoot()
    guard halfCosine > 1e-3, halfSine > 1e-7 else { return nil }
    let byDeviation = deviation * halfCosine * (1 + halfCosine) / (halfSine * halfSine)
    let radius = min(byDeviation, room * halfCosine / halfSine, enough)
    let trim = radius * halfSine / halfCosine
    self.deviation = radius * halfSine * halfSine / (halfCosine * (1 + halfCosine))
    guard trim > 1e-7 else { return nil }
    self.trim = trim
    if before.shape == .line && after.shape == .line {
      let corner = before.end
      let inwards = (v - u) * (1 / (2 * halfSine))
      second = nil
      first = Segment(
        start: corner - u * trim, end: corner + v * trim, center: corner + inwards * (radius / halfCosine),
        across: u * radius, sweep: 2 * Trigonometry.angle(y: halfSine, x: halfCosine))
      return
    }
    // Curved sides: two arcs from tangent to tangent, nearer to the corner until they are near enough.
    var distance = trim
    for _ in 0..<12 {
      let p = before.position(at: before.length - distance), q = after.position(at: distance)
      if let arcs = Self.biarc(
        from: p, before.tangent(at: before.length - distance), to: q, after.tangent(at: distance)),
        (arcs.0.end - before.end).length <= deviation
      {
        first = arcs.0
        second = arcs.1
        self.trim = distance
        self.deviation = (arcs.0.end - before.end).length
        return
      }
      distance *= 0.5
      if distance < 1e-7 { return nil }
    }
    return nil
  }

  /// Two circular arcs from one place and direction to another, with a common tangent where they meet; nil where they
  /// would turn by more than a right angle each.
  ///
  /// With equal tangent lengths d: |q − p − d(u + v)| = 2d (Bolton, "Biarc curves", 1975, holds in space too).
  private static func biarc(from p: Point, _ u: Point, to q: Point, _ v: Point) -> (Segment, Segment)? {
    let way = q - p
    let both = u + v
    let lean = way.dot(both)
    let bend = 1 - u.dot(v)
    let d: Double
    if bend < 1e-14 {
      guard lean > 0 else { return nil }
      d = way.dot(way) / (2 * lean)
    } else {
      d = ((lean * lean + 2 * bend * way.dot(way)).squareRoot() - lean) / (2 * bend)
    }
    guard d > 1e-9, d < 1e9 else { return nil }
    let a = p + u * d, b = q - v * d
    let joint = (a + b) * 0.5
    guard let one = arc(from: p, u, to: joint, bound: b - a), let two = arc(from: joint, b - a, to: q, bound: v) else {
      return nil
    }
    return (one, two)
  }

  /// The arc that leaves `p` in the direction `along` and ends at `q`, where its direction is `bound`.
  private static func arc(from p: Point, _ along: Point, to q: Point, bound: Point) -> Segment? {
    let norm = along.length, boundNorm = bound.length
    guard norm > 1e-12, boundNorm > 1e-12 else { return nil }
    let u = along * (1 / norm), v = bound * (1 / boundNorm)
    let chord = q - p
    let length2 = chord.dot(chord)
    guard length2 > 1e-18 else { return nil }
    // Towards the centre: the part of the chord across the direction of motion.
    let side = chord - u * chord.dot(u)
    let height = side.length
    let cosine = u.dot(v)
    guard cosine > 0 else { return nil }
    guard height > 1e-10 * length2.squareRoot() else { return Segment(lineFrom: p, to: q) }
    let radius = length2 / (2 * height)
    let center = p + side * (radius / height)
    let sweep = 2 * Trigonometry.angle(y: height, x: chord.dot(u))
    guard sweep < Trigonometry.pi * 0.75 else { return nil }
    return Segment(start: p, end: q, center: center, across: u * radius, sweep: sweep)
  }
}
