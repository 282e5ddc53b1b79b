// One piece of the path: a straight line, or an arc or helix that stays one.

/// A piece of the path, with its length and the place and direction at every distance along it. Millimetres.
public struct Segment: Equatable, Sendable {
  public enum Shape: UInt8, Equatable, Sendable { case line, arc }

  public var shape: Shape
  public var start: Point
  public var end: Point
  public var length: Double
  public var startTangent: Point
  public var endTangent: Point

  // Arcs: from the centre to the start; the same turned a quarter in the sense of motion; the angle turned; how far the
  // helix climbs; and how much the radius grows (thousandths of a millimetre that the program's rounding leaves).
  public private(set) var center = Point.zero
  private var radial = Point.zero
  private var across = Point.zero
  public private(set) var sweep = 0.0
  private var rise = Point.zero
  private var growth = 0.0
  /// Arcs: the smaller of the radii at both ends.
  public private(set) var radius = 0.0
  /// Arcs: how much of the motion turns, and how much climbs; a flat arc turns with all of it.
  public private(set) var planarShare = 1.0

  /// No motion at all.
  public init(restAt point: Point) {
    shape = .line
    start = point
    end = point
    length = 0
    startTangent = .zero
    endTangent = .zero
  }

  /// A straight line, or nil where both ends are the same.
  public init?(lineFrom start: Point, to end: Point) {
    let way = end - start
    let length = way.length
    guard length > 1e-9 else { return nil }
    shape = .line
    self.start = start
    self.end = end
    self.length = length
    startTangent = way * (1 / length)
    endTangent = startTangent
  }

  /// An arc or helix of a program, or nil where its radius is nothing.
  public init?(_ arc: Arc, from start: Point) {
    let axes = arc.plane.axes
    var center = start
    center[axes.first] = arc.center[axes.first]
    center[axes.second] = arc.center[axes.second]
    let r1 = start[axes.first] - center[axes.first], r2 = start[axes.second] - center[axes.second]
    let q1 = arc.end[axes.first] - center[axes.first], q2 = arc.end[axes.second] - center[axes.second]
    let startRadius = (r1 * r1 + r2 * r2).squareRoot()
    let endRadius = (q1 * q1 + q2 * q2).squareRoot()
    guard startRadius > 1e-9, endRadius > 1e-9 else { return nil }
    var sweep = Trigonometry.angle(y: r1 * q2 - r2 * q1, x: r1 * q1 + r2 * q2)
    if arc.clockwise { sweep = -sweep }
    // grbl's rule: an angle within this of nothing is a full turn (rounded programs close circles so).
    if sweep <= 5e-7 { sweep += 2 * Trigonometry.pi }
    let turn: Double = arc.clockwise ? -1 : 1
    var across = Point.zero
    across[axes.first] = -turn * r2
    across[axes.second] = turn * r1
    var rise = Point.zero
    rise[axes.across] = arc.end[axes.across] - start[axes.across]
    self.init(
      start: start, end: arc.end, center: center, across: across, sweep: sweep, rise: rise,
      growth: endRadius / startRadius - 1)
  }

  /// A flat arc in any plane.
  ///
  /// - Parameters:
  ///   - across: from the centre to the start, turned a quarter in the sense of motion
  ///   - sweep: radians, positive
  init(
    start: Point, end: Point, center: Point, across: Point, sweep: Double, rise: Point = .zero, growth: Double = 0
  ) {
    shape = .arc
    self.start = start
    self.end = end
    self.center = center
    radial = start - center
    self.across = across
    self.sweep = sweep
    self.rise = rise
    self.growth = growth
    let startRadius = radial.length
    let turned = sweep * startRadius * (1 + 0.5 * growth)
    let widening = growth * startRadius
    length = (turned * turned + widening * widening + rise.dot(rise)).squareRoot()
    radius = min(startRadius, startRadius * (1 + growth))
    planarShare = turned / length
    startTangent = .zero
    endTangent = .zero
    startTangent = tangent(at: 0)
    endTangent = tangent(at: length)
  }

  /// The place at a distance from the start, 0…length. The end is exact.
  public func position(at distance: Double) -> Point {
    if distance >= length { return end }
    if shape == .line { return start + startTangent * distance }
    let part = distance / length
    let (s, c) = Trigonometry.sineCosine(sweep * part)
    let k = 1 + growth * part
    return center + radial * (k * c) + across * (k * s) + rise * part
  }

  /// The direction at a distance from the start, of length 1.
  public func tangent(at distance: Double) -> Point {
    if shape == .line { return startTangent }
    let part = min(distance / length, 1)
    let (s, c) = Trigonometry.sineCosine(sweep * part)
    let turn = sweep * (1 + growth * part)
    let way = (across * c - radial * s) * turn + (radial * c + across * s) * growth + rise
    return way * (1 / way.length)
  }

  /// The segment without a piece at its start and one at its end, mm; what remains keeps its place and direction.
  func trimmed(start first: Double, end last: Double) -> Segment {
    var rest = self
    rest.start = first > 0 ? position(at: first) : start
    rest.end = last > 0 ? position(at: length - last) : end
    rest.length = length - first - last
    guard shape == .arc else { return rest }
    rest.startTangent = tangent(at: first)
    rest.endTangent = tangent(at: length - last)
    let begin = first / length, part = rest.length / length
    let (s, c) = Trigonometry.sineCosine(sweep * begin)
    let k = 1 + growth * begin
    rest.radial = radial * (k * c) + across * (k * s)
    rest.across = across * (k * c) - radial * (k * s)
    rest.center = center + rise * begin
    rest.rise = rise * part
    rest.sweep = sweep * part
    rest.growth = growth * part / k
    return rest
  }

  /// The largest part, in absolute value, that each axis takes anywhere on the segment, 0…1: in the direction of motion,
  /// and in that towards the centre.
  func largestShares() -> (tangent: Point, normal: Point) {
    if shape == .line { return (Point(abs(startTangent.x), abs(startTangent.y), abs(startTangent.z)), .zero) }
    let (s, c) = sweep < Trigonometry.pi ? Trigonometry.sineCosine(sweep) : (0, -1)
    let perRadius = 1 / radial.length, perLength = 1 / length
    var tangent = Point.zero, normal = Point.zero
    for axis in 0..<3 {
      let r = radial[axis], t = across[axis]
      tangent[axis] = planarShare * perRadius * largest(t, -r, s, c) + abs(rise[axis]) * perLength
      normal[axis] = perRadius * largest(r, t, s, c)
    }
    return (tangent, normal)
  }

  /// The largest |a·cos θ + b·sin θ| for θ in 0…sweep, of which sine and cosine are given.
  private func largest(_ a: Double, _ b: Double, _ s: Double, _ c: Double) -> Double {
    // It turns round once in half a turn: inside, where the slopes at both ends have different signs.
    let isInside = sweep >= Trigonometry.pi || b * (b * c - a * s) < 0
    return isInside ? (a * a + b * b).squareRoot() : max(abs(a), abs(a * c + b * s))
  }

  /// Of a flat arc of less than a right angle: the smallest part of each axis in the direction of motion, and whether the
  /// bend speeds it up all the way (1), slows it down all the way (−1), or neither (0). Nil of any other segment.
  func bendShares() -> (leastTangent: Point, sense: Point)? {
    guard shape == .arc, sweep < 1.4, growth == 0, rise == .zero else { return nil }
    let (s, c) = Trigonometry.sineCosine(sweep)
    var least = Point.zero, sense = Point.zero
    for axis in 0..<3 {
      let inwards = -radial[axis], inwardsAtEnd = -(radial[axis] * c + across[axis] * s)
      guard startTangent[axis] * endTangent[axis] > 0, inwards * inwardsAtEnd > 0 else { continue }
      least[axis] = min(abs(startTangent[axis]), abs(endTangent[axis]))
      sense[axis] = startTangent[axis] * inwards > 0 ? 1 : -1
    }
    return (least, sense)
  }

  /// A flat arc in equal pieces, from its start to its end.
  func forEachPiece(of count: Int, _ body: (Segment) -> Void) {
    let (s, c) = Trigonometry.sineCosine(sweep / Double(count))
    let perLength = sweep / length
    var piece = self
    piece.sweep = sweep / Double(count)
    piece.length = length / Double(count)
    for index in 1...count {
      let turned = piece.radial * c + piece.across * s
      let across = piece.across * c - piece.radial * s
      piece.end = index == count ? end : center + turned
      piece.endTangent = index == count ? endTangent : across * perLength
      body(piece)
      piece.start = piece.end
      piece.startTangent = piece.endTangent
      piece.radial = turned
      piece.across = across
    }
  }

  /// The box that the segment fills, as its low and high corner.
  public var extents: (low: Point, high: Point) {
    var low = Point(min(start.x, end.x), min(start.y, end.y), min(start.z, end.z))
    var high = Point(max(start.x, end.x), max(start.y, end.y), max(start.z, end.z))
    guard shape == .arc else { return (low, high) }
    for axis in 0..<3 where radial[axis] != 0 || across[axis] != 0 {
      // Where the axis turns round: at the angle of its amplitude, and every half turn after that.
      var turn = Trigonometry.angle(y: across[axis], x: radial[axis])
      while turn < 0 { turn += Trigonometry.pi }
      while turn < sweep {
        let place = position(at: turn / sweep * length)[axis]
        low[axis] = min(low[axis], place)
        high[axis] = max(high[axis], place)
        turn += Trigonometry.pi
      }
    }
    return (low, high)
  }
}
