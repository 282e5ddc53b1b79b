// How fast a segment may be driven: every axis and every driver has a say, in every direction that it takes.

/// Limits along the path, from limits of axes and joints.
public struct SegmentLimits: Sendable {
  /// What a segment allows.
  struct Along {
    /// mm/s that the axes allow; and that the drivers allow.
    var velocity: Double
    var stepVelocity: Double
    /// mm/s² along the path, at the speed that was asked for.
    var acceleration: Double
  }

  private var velocity: Point
  private var acceleration: Point
  private let kinematics: Kinematics
  /// mm/s of each joint at the fastest step rate that ticks and driver allow.
  private var jointVelocity: Point

  /// A little less than the last step that fits, so that rounding never owes one.
  private static let stepRateShare = 0.999
  /// A little less than the limit: speeds change within a sample, and a mean may fall on the wrong side of a rounding.
  private static let accelerationShare = 0.9995

  public init(_ settings: MachineSettings) {
    velocity = Point(
      settings.x.maxVelocityMmPerS, settings.y.maxVelocityMmPerS, settings.z.maxVelocityMmPerS)
    acceleration =
      Point(settings.x.maxAccelerationMmPerS2, settings.y.maxAccelerationMmPerS2, settings.z.maxAccelerationMmPerS2)
      * Self.accelerationShare
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

  /// The weakest axis that takes part in a change between two directions, mm/s².
  func weakest(_ u: Point, _ v: Point) -> Double {
    var a = Double.infinity
    for axis in 0..<3 where abs(u[axis]) > 1e-9 || abs(v[axis]) > 1e-9 { a = min(a, acceleration[axis]) }
    return a
  }

  /// Limits of a segment that is to be driven at `wanted` mm/s.
  ///
  /// On an arc the axes share their acceleration between keeping to the circle and changing speed: for every axis and at
  /// every place |aₜ·tᵢ + aₙ·nᵢ| ≤ aᵢ. `turningShare` is how much of it the circle may take, at most.
  ///
  /// - Parameter centripetalLimit: what smoothing allows on curves, mm/s².
  func along(_ segment: Segment, wanted: Double, turningShare: Double, centripetalLimit: Double) -> Along {
    let t = Point(segment.largestTangent(0), segment.largestTangent(1), segment.largestTangent(2))
    var limit = Along(velocity: .infinity, stepVelocity: stepVelocity(segment, t), acceleration: .infinity)
    for axis in 0..<3 where t[axis] > 1e-12 {
      limit.velocity = min(limit.velocity, velocity[axis] / t[axis])
      limit.acceleration = min(limit.acceleration, acceleration[axis] / t[axis])
    }
    guard segment.shape == .arc else { return limit }
    let n = Point(segment.largestNormal(0), segment.largestNormal(1), segment.largestNormal(2))
    var turning = Double.infinity
    for axis in 0..<3 where n[axis] > 1e-12 { turning = min(turning, acceleration[axis] / n[axis]) }
    let perSpeed2 = segment.planarShare * segment.planarShare / segment.radius
    limit.velocity = min(
      limit.velocity, (min(turning * turningShare, centripetalLimit) / perSpeed2).squareRoot())
    let speed = min(wanted, limit.velocity, limit.stepVelocity)
    limit.acceleration = left(segment, beside: speed * speed * perSpeed2, t, n, climb: limit.acceleration)
    return limit
  }

  /// What is left for changing speed where `centripetal` mm/s² keep to the circle: the better of two safe bounds.
  private func left(_ segment: Segment, beside centripetal: Double, _ t: Point, _ n: Point, climb: Double) -> Double {
    // Axis by axis, as if the worst places of both fell together.
    var apart = Double.infinity
    // Around the circle: tangent and normal are the sine and cosine of the same angle.
    var circle = Double.infinity
    for axis in 0..<3 where t[axis] > 1e-12 || n[axis] > 1e-12 {
      let amplitude = min(1, (t[axis] * t[axis] + n[axis] * n[axis]).squareRoot())
      circle = min(circle, acceleration[axis] / amplitude)
      if t[axis] > 1e-12 { apart = min(apart, (acceleration[axis] - centripetal * n[axis]) / t[axis]) }
    }
    let around =
      segment.planarShare > 0.999 && circle > centripetal
      ? (circle * circle - centripetal * centripetal).squareRoot() : 0
    return max(min(max(apart, around), climb), 0.01 * climb)
  }

  private func stepVelocity(_ segment: Segment, _ share: Point) -> Double {
    var joints = share
    if kinematics == .coreXY {
      let t = segment.startTangent
      let both =
        segment.shape == .line
        ? max(abs(t.x + t.y), abs(t.x - t.y)) : min(share.x + share.y, 2.0.squareRoot())
      joints = Point(both, both, share.z)
    }
    var v = Double.infinity
    for joint in 0..<3 where joints[joint] > 1e-12 { v = min(v, jointVelocity[joint] / joints[joint]) }
    return v
  }
}
