// What a slice asked of each motor, and how far each is behind at its end: written in place, so that reading costs little.

import StepperCore

/// One motor in the slice that was run last.
public struct MotorSlice: Equatable, Sendable {
  /// What the slice asked for, and the margin that was left.
  public internal(set) var demand = TorqueDemand.none
  /// Command less rotor at its end, full steps, slips included.
  public internal(set) var lagFullSteps = 0.0
}

extension MotorBank {
  /// Holds a slice's commanded motion against what the motors have.
  mutating func judge(_ slice: Slice, into slices: inout InlineArray<8, MotorSlice>) {
    let ticks = Int64(slice.ticks), hz = Double(settings.tickHz)
    for motor in 0..<count {
      let joint = settings.motors[motor].joint
      let other = joint < 2 ? 1 - joint : 3
      slices[motor].demand = watch[motor].judge(
        velocity: slice.velocity[joint], acceleration: slice.acceleration[joint], cross: slice.acceleration[other],
        crossVelocity: slice.velocity[other], ticks: ticks, tickHz: hz)
    }
  }

  /// Notes how far the rotors are behind now.
  func noteLags(in slices: inout InlineArray<8, MotorSlice>) {
    for motor in 0..<count { slices[motor].lagFullSteps = trains[motor].rotor.lagFullSteps }
  }
}
