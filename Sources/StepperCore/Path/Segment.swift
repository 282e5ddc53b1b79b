// One piece of the path: a straight line, or an arc or helix that stays one.

/// A piece of the path, with its length and the place and direction at every distance along it. Millimetres.
public struct Segment: Equatable, Sendable {
  public enum Shape: UInt8, Equatable, Sendable { case line, arc }

  public var shape: Shape
  public var plane: Plane
  public var start: Point
  public var end: Point
  public var length: Double
  /// Lines: the direction. Arcs: the direction at the start.
  public var startTangent: Point
  public var endTangent: Point
  /// Arcs: centre and start as coordinates in the plane, the angle turned (positive from the first axis to the second),
  /// and how much the radius grows (a millimetre's thousandths that the program's rounding leaves).
  var centerFirst = 0.0
  var centerSecond = 0.0
  var radialFirst = 0.0
  var radialSecond = 0.0
  public var sweep = 0.0
  var growth = 0.0
  public var radius = 0.0

  /// A straight line, or nil where both ends are the same.
  public init?(lineFrom start: Point, to end: Point) {
    let way = end - start
    let length = way.length
    guard length > 1e-9 else { return nil }
    shape = .line
    plane = .xy
    self.start = start
    self.end = end
    self.length = length
    startTangent = way * (1 / length)
    endTangent = startTangent
  }

  /// No motion at all.
  public init(restAt point: Point) {
    shape = .line
    plane = .xy
    start = point
    end = point
    length = 0
    startTangent = .zero
    endTangent = .zero
  }

  /// An arc or helix, or nil where its radius is nothing.
  public init?(_ arc: Arc, from start: Point) {
    let axes = arc.plane.axes
    let c1 = arc.center[axes.first], c2 = arc.center[axes.second]
    let r1 = start[axes.first] - c1, r2 = start[axes.second] - c2
    let q1 = arc.end[axes.first] - c1, q2 = arc.end[axes.second] - c2
    let startRadius = (r1 * r1 + r2 * r2).squareRoot()
    let endRadius = (q1 * q1 + q2 * q2).squareRoot()
    guard startRadius > 1e-9, endRadius > 1e-9 else { return nil }
    var sweep = Trigonometry.angle(y: r1 * q2 - r2 * q1, x: r1 * q1 + r2 * q2)
    // grbl's rule: an angle within this of nothing is a full turn (rounded programs close circles so).
    let nothing = 5e-7
    if arc.clockwise {
      if sweep >= -nothing { sweep -= 2 * Trigonometry.pi }
    } else {
      if sweep <= nothing { sweep += 2 * Trigonometry.pi }
    }
    let rise = arc.end[axes.across] - start[axes.across]
    let turned = abs(sweep) * 0.5 * (startRadius + endRadius)
    shape = .arc
    plane = arc.plane
    self.start = start
    end = arc.end
    let widening = endRadius - startRadius
    length = (turned * turned + widening * widening + rise * rise).squareRoot()
    centerFirst = c1
    centerSecond = c2
    radialFirst = r1
    radialSecond = r2
    self.sweep = sweep
    growth = endRadius / startRadius - 1
    radius = min(startRadius, endRadius)
    startTangent = .zero
    endTangent = .zero
    startTangent = tangent(at: 0)
    endTangent = tangent(at: length)
  }

  /// Arcs: how much of the motion is in the plane (1 for a flat arc).
  public var planarShare: Double {
    let rise = (end[plane.axes.across] - start[plane.axes.across]) / length
    return max(0, 1 - rise * rise).squareRoot()
  }

  /// The place at a distance from the start, 0…length. The end is exact.
  public func position(at distance: Double) -> Point {
    if distance >= length { return end }
    if shape == .line { return start + startTangent * distance }
    let part = distance / length
    let (s, c) = Trigonometry.sineCosine(sweep * part)
    let k = 1 + growth * part
    let axes = plane.axes
    var point = start
    point[axes.first] = centerFirst + k * (c * radialFirst - s * radialSecond)
    point[axes.second] = centerSecond + k * (s * radialFirst + c * radialSecond)
    point[axes.across] = start[axes.across] + (end[axes.across] - start[axes.across]) * part
    return point
  }

  /// The direction at a distance from the start, of length 1.
  public func tangent(at distance: Double) -> Point {
    if shape == .line { return startTangent }
    let part = min(distance / length, 1)
    let (s, c) = Trigonometry.sineCosine(sweep * part)
    let axes = plane.axes
    let outFirst = c * radialFirst - s * radialSecond, outSecond = s * radialFirst + c * radialSecond
    let turn = sweep * (1 + growth * part)
    let radial = (radialFirst * radialFirst + radialSecond * radialSecond).squareRoot()
    let share = planarShare / (radial * (turn * turn + growth * growth).squareRoot())
    var direction = Point.zero
    direction[axes.first] = share * (growth * outFirst - turn * outSecond)
    direction[axes.second] = share * (growth * outSecond + turn * outFirst)
    direction[axes.across] = (end[axes.across] - start[axes.across]) / length
    return direction
  }

  /// The box that the segment fills, as its low and high corner.
  public var extents: (low: Point, high: Point) {
    var low = Point(min(start.x, end.x), min(start.y, end.y), min(start.z, end.z))
    var high = Point(max(start.x, end.x), max(start.y, end.y), max(start.z, end.z))
    guard shape == .arc else { return (low, high) }
    let axes = plane.axes
    let begin = Trigonometry.angle(y: radialSecond, x: radialFirst)
    // The four points of the compass that the arc passes, in the direction in which it turns.
    for quarter in -8...8 {
      let compass = Double(quarter) * Trigonometry.halfPi
      let part = (compass - begin) / sweep
      guard part > 0, part < 1 else { continue }
      let point = position(at: part * length)
      low[axes.first] = min(low[axes.first], point[axes.first])
      low[axes.second] = min(low[axes.second], point[axes.second])
      high[axes.first] = max(high[axes.first], point[axes.first])
      high[axes.second] = max(high[axes.second], point[axes.second])
    }
    return (low, high)
  }
}
