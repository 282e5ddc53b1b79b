// Takes up the play of an axis that turns round, beside the motion and inside the axis's limits.

/// One axis's play: where the screw stands, seen from where the carriage should be.
///
/// After a motion in the positive direction the offset is zero, after one in the negative direction it is −play. Between
/// the two it follows a parabola up and a parabola down:
///
/// ```
///  0 ──╮            ╭──     speeds and accelerations of this ramp are a fixed share of the axis's limits, and the
///       ╲          ╱        planner leaves that share free on an axis that has play
/// −p     ╰────────╯
/// ```
public struct Backlash: Sendable {
  static let velocityShare = 0.1
  static let accelerationShare = 0.2

  private let playMm: Double
  /// Slices that a ramp takes.
  private let rampSlices: Int32
  private var slice: Int32 = 0
  private var isNegative = false
  private var wantsNegative = false
  public private(set) var offsetMm = 0.0

  /// - Parameter velocityMmPerS: the fastest the axis and its driver go together.
  public init(_ axis: AxisSettings, velocityMmPerS: Double, sliceSeconds: Double) {
    playMm = axis.backlashMm
    guard playMm > 0 else {
      rampSlices = 0
      return
    }
    let byAcceleration = (4 * playMm / (axis.maxAccelerationMmPerS2 * Self.accelerationShare)).squareRoot()
    let byVelocity = 2 * playMm / (velocityMmPerS * Self.velocityShare)
    // Even, so that the fastest point is a knot; rounded up, so that limits hold.
    rampSlices = 2 * Int32(min(max(byAcceleration, byVelocity) / sliceSeconds * 0.5, 1e6) + 1)
  }

  public var isSettled: Bool { slice == 0 && wantsNegative == isNegative }

  /// One slice: `movedMm` is how far the axis goes in it.
  public mutating func advance(movedMm: Double) {
    if playMm == 0 { return }
    if movedMm > 1e-12 { wantsNegative = false } else if movedMm < -1e-12 { wantsNegative = true }
    if slice == 0 {
      if wantsNegative == isNegative { return }
      isNegative = wantsNegative
    }
    // A ramp that has begun is finished, and turned round after that.
    slice += 1
    let part = Double(slice) / Double(rampSlices)
    let done = part < 0.5 ? 2 * part * part : 1 - 2 * (1 - part) * (1 - part)
    offsetMm = isNegative ? -playMm * done : -playMm * (1 - done)
    if slice == rampSlices {
      slice = 0
      offsetMm = isNegative ? -playMm : 0
    }
  }
}
