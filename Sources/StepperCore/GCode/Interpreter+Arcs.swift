// G2 and G3: the words of an arc come in; its centre, found or checked, and its end go out in machine coordinates.

extension Interpreter {
  /// How far apart the two radii of an arc may be: grbl's and LinuxCNC's rule for rounded output of CAM programs.
  private static var radiusToleranceMm: Double { 0.005 }
  private static var radiusToleranceLimitMm: Double { 0.5 }
  private static var radiusToleranceRatio: Double { 0.001 }
  /// An end this near to the start, by the radius, is the start (grbl's ARC_ANGULAR_TRAVEL_EPSILON).
  private static var fullTurnRatio: Double { 5e-7 }
  /// An arc of a smaller radius is a line.
  private static var leastRadiusMm: Double { 0.0005 }

  mutating func executeArc(_ block: Block, _ draft: inout Draft) throws(GCodeError) {
    let plane = draft.modal.plane
    let (first, second, _) = plane.axes
    let hasAxes = !(block.letters & .xyz).isEmpty
    let hasEnd = block.hasAxis(first) || block.hasAxis(second)
    let hasOffset = block.hasOffset(first) || block.hasOffset(second)
    let hasRadius = block.letters.contains("R")
    if !hasAxes && (hasRadius || !hasOffset) { throw block.motionFault(.missingAxisWords) }
    if !hasEnd && (hasRadius || !hasOffset) { throw block.motionFault(.arcWithoutEnd) }
    if !hasRadius && !hasOffset { throw block.motionFault(.arcWithoutCenter) }
    draft.unused = draft.unused - .xyz
    let feed = try draft.feed(block)
    var end = try draft.target(block)
    let center = hasRadius ? try centerByRadius(block, &draft, end) : try centerByOffset(block, &draft, end)
    let radiusMm = planar(position - center, plane)
    let isClockwise = draft.modal.motion == .arcClockwise
    if radiusMm < Self.leastRadiusMm {
      plan.firstMotion = .line(to: end, feed: feed)
    } else {
      if planar(end - position, plane) <= Self.fullTurnRatio * radiusMm {
        // The last bits of offsets must not make a full turn an arc of no length.
        end[first] = position[first]
        end[second] = position[second]
      }
      let arc = Arc(plane: plane, center: center, end: end, clockwise: isClockwise)
      plan.firstMotion = .arc(arc, feed: feed)
    }
    plan.add(.firstMotion)
    draft.position = end
  }

  /// I, J and K are distances from the start, in G90 too (G91.1).
  private func centerByOffset(
    _ block: Block, _ draft: inout Draft, _ end: Point
  ) throws(GCodeError) -> Point {
    let plane = draft.modal.plane
    var center = position
    for axis in 0..<3 where block.hasOffset(axis) {
      // An offset across the plane says nothing; if it is zero, nothing wrong either.
      let offsetMm = block.offsetValue(axis) * draft.unitMm
      guard axis != plane.axes.across || offsetMm == 0 else { continue }
      draft.unused = draft.unused - .offset(axis)
      guard offsetMm.magnitude <= Self.reachMm else {
        throw block.fault(.numberOutOfRange, letter: axis == 0 ? "I" : axis == 1 ? "J" : "K")
      }
      center[axis] += offsetMm
    }
    let startRadiusMm = planar(position - center, plane)
    let differenceMm = (planar(end - center, plane) - startRadiusMm).magnitude
    if differenceMm > Self.radiusToleranceMm,
      differenceMm > Self.radiusToleranceLimitMm || differenceMm > Self.radiusToleranceRatio * startRadiusMm
    {
      throw block.motionFault(.arcRadiusMismatch)
    }
    return center
  }

  /// The centre lies on the perpendicular through the middle of the chord, `h` away from it:
  /// h² = r² − (d/2)². Of the two such points a positive R means the one that makes the shorter way.
  private func centerByRadius(
    _ block: Block, _ draft: inout Draft, _ end: Point
  ) throws(GCodeError) -> Point {
    draft.use("R")
    let (first, second, _) = draft.modal.plane.axes
    let radiusMm = block.value("R") * draft.unitMm
    guard radiusMm.magnitude <= Self.reachMm else { throw block.fault(.numberOutOfRange, letter: "R") }
    let dx = end[first] - position[first]
    let dy = end[second] - position[second]
    let chordMm = (dx * dx + dy * dy).squareRoot()
    guard chordMm > Self.fullTurnRatio * radiusMm.magnitude else { throw block.fault(.arcEndsAtStart, letter: "R") }
    guard chordMm / 2 - radiusMm.magnitude <= Self.radiusToleranceMm else {
      throw block.fault(.arcRadiusTooSmall, letter: "R")
    }
    // A half circle whose R was rounded down has its centre in the middle of the chord.
    let square = 4 * radiusMm * radiusMm - dx * dx - dy * dy
    var ratio = square > 0 ? square.squareRoot() / chordMm : 0
    if (draft.modal.motion == .arcClockwise) == (radiusMm > 0) { ratio = -ratio }
    var center = position
    center[first] += 0.5 * (dx - dy * ratio)
    center[second] += 0.5 * (dy + dx * ratio)
    return center
  }

  /// The length of a displacement within a plane.
  private func planar(_ way: Point, _ plane: Plane) -> Double {
    let (first, second, _) = plane.axes
    return (way[first] * way[first] + way[second] * way[second]).squareRoot()
  }
}
