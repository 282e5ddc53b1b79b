// How fast a segment may be driven: every axis and every driver has a say, in every direction that it takes.

/// Limits along the path, from limits of axes and joints.
public struct SegmentLimits: Sendable {
  /// What a segment allows.
  struct Along {
    /// mm/s that the axes allow; and that the drivers allow.
    var velocity: Double
    var stepVelocity: Double
    /// mm/s that can be kept, where that is less.
    var steady = Double.infinity
    /// What the axes have left along the path.
    var law: AccelerationLaw

    /// mm/s
    var ceiling: Double { min(velocity, stepVelocity) }
  }

  private var velocity: Point
  private var acceleration: Point
  private var jerk: Point
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
    jerk = .zero
    for axis in 0..<3 {
      let limit = settings[axis: axis].maxJerkMmPerS3
      jerk[axis] = limit > 0 ? limit : .infinity
    }
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

  /// mm/s³ along a straight line; infinite where nothing limits it.
  func jerk(along direction: Point) -> Double {
    var least = Double.infinity
    for axis in 0..<3 where abs(direction[axis]) > 1e-12 { least = min(least, jerk[axis] / abs(direction[axis])) }
    return least
  }

  /// How much acceleration the axes allow in one direction, mm/s².
  func most(along direction: Point) -> Double {
    var a = Double.infinity
    for axis in 0..<3 where abs(direction[axis]) > 1e-9 { a = min(a, acceleration[axis] / abs(direction[axis])) }
    return a
  }

  /// The weakest axis that takes part in a change between two directions, mm/s².
  func weakest(_ u: Point, _ v: Point) -> Double {
    var a = Double.infinity
    for axis in 0..<3 where abs(u[axis]) > 1e-9 || abs(v[axis]) > 1e-9 { a = min(a, acceleration[axis]) }
    return a
  }

  /// Limits of a segment that is to be driven at `wanted` mm/s, or up to twice that where a person asks for more.
  ///
  /// On an arc the axes share their acceleration between keeping to the circle and changing speed: for every axis and at
  /// every place |aₜ·tᵢ + aₙ·nᵢ| ≤ aᵢ. `turningShare` is how much of it the circle may take, at most, where speed is kept.
  ///
  /// - Parameter centripetalLimit: what smoothing allows on curves, mm/s².
  func along(_ segment: Segment, wanted: Double, turningShare: Double, centripetalLimit: Double) -> Along {
    let (t, n) = segment.largestShares()
    var climb = Double.infinity
    var fastest = Double.infinity
    for axis in 0..<3 where t[axis] > 1e-12 {
      fastest = min(fastest, velocity[axis] / t[axis])
      climb = min(climb, acceleration[axis] / t[axis])
    }
    var limit = Along(
      velocity: fastest, stepVelocity: stepVelocity(segment, t), law: AccelerationLaw(standing: climb))
    guard segment.shape == .arc else { return limit }
    let perSpeed2 = segment.planarShare * segment.planarShare / segment.radius
    let meant = min(2 * wanted, limit.ceiling)
    let most = min(meant * meant * perSpeed2, centripetalLimit)
    if let bend = BendLimits(segment, t, n, acceleration, climb: climb) {
      (limit.law, limit.steady, limit.velocity) = bend.limits(
        upTo: most, turningShare: turningShare, perSpeed2: perSpeed2, length: segment.length)
      limit.velocity = min(limit.velocity, fastest)
      return limit
    }
    var turning = Double.infinity
    for axis in 0..<3 where n[axis] > 1e-12 { turning = min(turning, acceleration[axis] / n[axis]) }
    let centripetal = min(turning * turningShare, centripetalLimit)
    limit.velocity = min(fastest, (centripetal / perSpeed2).squareRoot())
    limit.law = law(segment, upTo: min(most, centripetal), t, n, climb: climb, perSpeed2)
    return limit
  }

  /// What is left for changing speed beside up to `most` mm/s² that keep to the circle: the better of two safe bounds, each
  /// a concave curve, of which these are chords.
  private func law(
    _ segment: Segment, upTo most: Double, _ t: Point, _ n: Point, climb: Double, _ perSpeed2: Double
  ) -> AccelerationLaw {
    guard most > 1e-9 * climb else { return AccelerationLaw(standing: climb) }
    // Around the circle: tangent and normal are the sine and cosine of the same angle.
    var circle = Double.infinity
    for axis in 0..<3 where t[axis] > 1e-12 || n[axis] > 1e-12 {
      circle = min(circle, acceleration[axis] / min(1, (t[axis] * t[axis] + n[axis] * n[axis]).squareRoot()))
    }
    if segment.planarShare < 0.999 { circle = 0 }
    func apart(_ centripetal: Double) -> Double {
      // Axis by axis, as if the worst places of both fell together.
      var left = climb
      for axis in 0..<3 where t[axis] > 1e-12 {
        left = min(left, (acceleration[axis] - centripetal * n[axis]) / t[axis])
      }
      return max(left, 0)
    }
    func around(_ centripetal: Double) -> Double {
      min(max(0, circle * circle - centripetal * centripetal).squareRoot(), climb)
    }
    let isAround = around(most) + around(0.75 * most) > apart(most) + apart(0.75 * most)
    let bound = AccelerationLaw.Bound(upTo: most, perSpeed2: perSpeed2) { isAround ? around($0) : apart($0) }
    return AccelerationLaw(up: bound)
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
