// The space the tool may be in: every motion is held against it before it starts.

/// Why a motion cannot be made.
public enum MotionError: Error, Equatable, Sendable {
  /// The motion would take an axis (0 = X, 1 = Y, 2 = Z) to this position, outside its travel.
  case travelExceeded(axis: Int, positionMm: Double)
  /// The axis's position is too far from zero to be counted in steps.
  case positionTooLarge(axis: Int, positionMm: Double)
}

/// The travel of all axes.
public struct Travel: Sendable {
  let low: Point
  let high: Point
  let isLimited: Bool
  let map: JointMap
  /// Programs round: a position this far outside is still on the edge. Millimetres.
  static let slack = 1e-6

  public init(_ settings: MachineSettings) {
    low = Point(settings.x.minMm, settings.y.minMm, settings.z.minMm)
    high = Point(settings.x.maxMm, settings.y.maxMm, settings.z.maxMm)
    isLimited = settings.softLimits
    map = JointMap(settings)
  }

  /// Throws when a box, given by two corners, is not inside.
  public func check(_ box: (low: Point, high: Point)) throws(MotionError) {
    for axis in 0..<3 {
      let least = box.low[axis], most = box.high[axis]
      if isLimited {
        if !(least >= low[axis] - Self.slack) { throw .travelExceeded(axis: axis, positionMm: least) }
        if !(most <= high[axis] + Self.slack) { throw .travelExceeded(axis: axis, positionMm: most) }
      }
      // Far enough from the end of the number range that sums of coordinates stay inside too.
      let farther = abs(least) > abs(most) ? least : most
      if !(abs(farther) * map.stepsPerMm[axis] * 2 < SubSteps.limitSteps) {
        throw .positionTooLarge(axis: axis, positionMm: farther)
      }
    }
  }
}
