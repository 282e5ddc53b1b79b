// Smoothed motion in, integers for the ticks out.

/// Finds the velocity and acceleration per tick that make the ticks arrive where the smoothed motion does.
///
/// The acceleration follows from the speeds at the knots, the velocity from the displacement; what rounding leaves (less
/// than a sub-step a tick) is carried into the next slice, and ``settle()`` goes the rest when the motion ends.
public struct SliceBuilder: Sendable {
  private let ticks: Int64
  private let perTick: Double
  private var perWindowTick2: Double
  private var carry: SIMD4<Int64> = .zero

  public init(sliceTicks: UInt32, window: Int) {
    ticks = Int64(sliceTicks)
    perTick = 1 / Double(sliceTicks)
    perWindowTick2 = 1 / (Double(window) * Double(sliceTicks) * Double(sliceTicks))
  }

  /// The mean is over another number of slices from now on; at rest only.
  public mutating func setWindow(_ slices: Int) {
    perWindowTick2 = 1 / (Double(slices) * Double(ticks) * Double(ticks))
  }

  public mutating func build(_ motion: SmoothedSlice) -> Slice {
    var slice = Slice(ticks: UInt32(ticks))
    buildJoint(0, motion, &slice)
    buildJoint(1, motion, &slice)
    buildJoint(2, motion, &slice)
    buildJoint(3, motion, &slice)
    return slice
  }

  @inline(__always)
  private mutating func buildJoint(_ joint: Int, _ motion: SmoothedSlice, _ slice: inout Slice) {
    let way = motion.displacement[joint] &+ carry[joint]
    let change = motion.after[joint] &- motion.before[joint]
    if way == 0 && change == 0 {
      carry[joint] = 0
      return
    }
    let acceleration = change == 0 ? 0 : Int64(Double(change) * perWindowTick2)
    let bend = acceleration &* (ticks &* (ticks &- 1) / 2)
    let velocity = Int64(Double(way &- bend) * perTick)
    slice.velocity[joint] = velocity
    slice.acceleration[joint] = acceleration
    carry[joint] = way &- bend &- velocity &* ticks
  }

  /// At the end of a motion: one tick that goes what rounding has left, so that the joints rest exactly where they should.
  public mutating func settle() -> Slice? {
    if carry == .zero { return nil }
    defer { carry = .zero }
    return Slice(velocity: carry, ticks: 1)
  }
}
