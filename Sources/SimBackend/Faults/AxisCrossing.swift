// A position of an axis and a slice come in; the tick of the slice on which the axis's command passes it goes out.

import StepperCore

/// A place on an axis that somebody waits for, in the integers that ticks add.
struct AxisCrossing {
  /// What each joint adds to the axis; on crossed belts to twice the axis.
  private let weights: SIMD4<Int64>
  /// From here on the step that reaches the place is owed: going up, and going down.
  private let above: Int64
  private let below: Int64
  private let travel: FaultTravel

  init(_ map: JointMap, axis: Int, mm: Double, travel: FaultTravel) {
    self.travel = travel
    var scale = 1.0
    switch map.kinematics {
    case .coreXY where axis < 2:
      weights = SIMD4(1, axis == 0 ? 1 : -1, 0, 0)
      scale = 2
    default:
      var own = SIMD4<Int64>.zero
      own[axis] = 1
      weights = own
    }
    let steps = mm * map.stepsPerMm[axis]
    // A joint takes step k when it is nearer to k than to any other; 1e-6 of a step is the rounding of a product.
    above = SubSteps.from(steps: ((steps - 1e-6).rounded(.up) - 0.5) * scale)
    below = SubSteps.from(steps: ((steps + 1e-6).rounded(.down) + 0.5) * scale)
  }

  /// How many ticks of a slice are run before the one that passes the place; nil where none does.
  /// - Parameter subSteps: where the joints stand as the slice begins.
  func ticks(in slice: Slice, from subSteps: SIMD4<Int64>) -> UInt64? {
    var place = (subSteps &* weights).wrappedSum()
    var speed = (slice.velocity &* weights).wrappedSum()
    let change = (slice.acceleration &* weights).wrappedSum()
    if speed | change == 0 { return nil }
    let count = Int64(slice.ticks)
    let farthest = (abs(speed) &+ abs(change) &* count) &* count
    if abs(above &- place) > farthest && abs(below &- place) > farthest { return nil }
    for tick in 0..<UInt64(slice.ticks) {
      let next = place &+ speed
      if travel != .down && place < above && next >= above { return tick }
      if travel != .up && place >= below && next < below { return tick }
      place = next
      speed &+= change
    }
    return nil
  }
}
