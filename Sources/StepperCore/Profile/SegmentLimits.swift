// How fast a segment may be driven, and how fast the corner before it: every axis and every driver has a say.

/// Limits along the path, from limits of axes and joints.
public struct SegmentLimits: Sendable {
  private var velocity: Point
  private var acceleration: Point
  private let kinematics: Kinematics
  /// mm/s of each joint at the fastest step rate that ticks and driver allow.
  private var jointVelocity: Point

  /// A little less than the last step that fits, so that rounding never owes one.
  private static let stepRateShare = 0.999

  public init(_ settings: MachineSettings) {
    velocity = Point(
      settings.x.maxVelocityMmPerS, settings.y.maxVelocityMmPerS, settings.z.maxVelocityMmPerS)
    acceleration = Point(
      settings.x.maxAccelerationMmPerS2, settings.y.maxAccelerationMmPerS2, settings.z.maxAccelerationMmPerS2)
    for axis in 0..<3 where settings[axis: axis].backlashMm > 0 {
      velocity[axis] *= 1 - Backlash.velocityShare
      acceleration[axis] *= 1 - Backlash.accelerationShare
    }
    kinematics = settings.kinematics
    jointVelocity = .zero
    for joint in 0..<3 {
      let plan = PulsePlan(settings[joint: joint], tickHz: settings.tickHz)
      jointVelocity[joint] =
        Self.stepRateShare * plan.maxStepsPerSecond(tickHz: settings.tickHz) / settings[joint: joint].stepsPerMm
      // Where the play of an axis is taken up, its steps come on top.
      let playMm =
        kinematics == .coreXY && joint < 2
        ? max(settings.x.backlashMm, settings.y.backlashMm) : settings[axis: joint].backlashMm
      if playMm > 0 { jointVelocity[joint] *= 1 - Backlash.velocityShare }
    }
  }

  /// The fastest speed of an axis that its limit and its driver allow together, mm/s.
  public func axisVelocity(_ axis: Int) -> Double { min(velocity[axis], jointVelocity[axis]) }

  /// mm/s and mm/s² along a segment; and mm/s that the drivers alone would allow.
  func limits(of segment: Segment) -> (velocity: Double, acceleration: Double, stepVelocity: Double) {
    let share = axisShares(of: segment)
    var v = Double.infinity, a = Double.infinity
    switch segment.shape {
    case .line:
      for axis in 0..<3 where share[axis] > 0 {
        v = min(v, velocity[axis] / share[axis])
        a = min(a, acceleration[axis] / share[axis])
      }
    case .arc:
      // Both axes of the plane see every direction: tangential and centripetal acceleration share the weaker one.
      let axes = segment.plane.axes
      let planar = segment.planarShare
      let weaker = min(acceleration[axes.first], acceleration[axes.second]) * 0.5.squareRoot()
      v = min(velocity[axes.first], velocity[axes.second]) / planar
      v = min(v, (weaker * segment.radius).squareRoot() / planar)
      a = weaker / planar
      if share[axes.across] > 0 {
        v = min(v, velocity[axes.across] / share[axes.across])
        a = min(a, acceleration[axes.across] / share[axes.across])
      }
    }
    return (v, a, stepVelocity(of: segment, share: share))
  }

  /// The largest share of the path's speed that each axis takes somewhere on the segment.
  private func axisShares(of segment: Segment) -> Point {
    let t = segment.startTangent
    guard segment.shape == .arc else { return Point(abs(t.x), abs(t.y), abs(t.z)) }
    let axes = segment.plane.axes
    var share = Point.zero
    share[axes.first] = segment.planarShare
    share[axes.second] = segment.planarShare
    share[axes.across] = abs(t[axes.across])
    return share
  }

  private func stepVelocity(of segment: Segment, share: Point) -> Double {
    var joints = share
    if kinematics == .coreXY {
      let t = segment.startTangent
      if segment.shape == .line {
        joints = Point(abs(t.x + t.y), abs(t.x - t.y), share.z)
      } else {
        let both = segment.plane == .xy ? 2.0.squareRoot() * segment.planarShare : share.x + share.y
        joints = Point(both, both, share.z)
      }
    }
    var v = Double.infinity
    for joint in 0..<3 where joints[joint] > 1e-12 { v = min(v, jointVelocity[joint] / joints[joint]) }
    return v
  }

  /// The speed, squared, at which the corner between two directions may be passed: junction deviation.
  ///
  /// A circle that touches both directions and stays within `deviation` of the corner is driven at the acceleration that
  /// the axes allow along the change of direction: v² = a·δ·sin(θ/2) / (1 − sin(θ/2)), θ the angle inside the corner
  /// (S. K. Jeon, "Improving grbl: cornering algorithm", 2011).
  func junctionSquared(from before: Point, to after: Point, deviation: Double) -> Double {
    let cosine = -before.dot(after)
    if cosine < -0.999_999 { return .infinity }
    if cosine > 0.999_999 { return 0 }
    let turn = after - before
    let norm = 1 / turn.length
    var a = Double.infinity
    for axis in 0..<3 {
      let share = abs(turn[axis]) * norm
      if share > 1e-12 { a = min(a, acceleration[axis] / share) }
    }
    let sine = (0.5 * (1 - cosine)).squareRoot()
    return a * deviation * sine / (1 - sine)
  }
}
