// What a slice asked of each motor, and how far each is behind at its end: written in place, so that reading costs little.

import StepperCore

/// All motors in the slice that was run last; lane and index are the motor's.
public struct MotorSlices: Sendable {
  /// 1 − |needed| / has; see ``MotorReport/minTorqueMargin``.
  public internal(set) var margins = SIMD8(repeating: 1.0)
  /// Command less rotor at the slice's end, full steps, slips included.
  public internal(set) var lagsFullSteps = SIMD8<Double>(repeating: 0)
  /// What was asked for. Whoever takes one copies all of them.
  public internal(set) var demands: InlineArray<8, TorqueDemand> = InlineArray(repeating: .none)
}

extension MotorBank {
  /// Holds a slice's commanded motion against what the motors have.
  mutating func judge(_ slice: Slice, into slices: inout MotorSlices) {
    let ticks = Int64(slice.ticks)
    for motor in 0..<count {
      let joint = joints[motor]
      let other = joint < 2 ? 1 - joint : 3
      slices.demands[motor] = watch[motor].judge(
        velocity: slice.velocity[joint], acceleration: slice.acceleration[joint], cross: slice.acceleration[other],
        crossVelocity: slice.velocity[other], ticks: ticks, tickHz: tickHz)
      slices.margins[motor] = watch[motor].margin
    }
  }

  /// Notes how far the rotors are behind now. It changes nothing: a bank that is only lent is copied.
  mutating func noteLags(in slices: inout MotorSlices) {
    for motor in 0..<count { slices.lagsFullSteps[motor] = trains[motor].rotor.lagFullSteps }
  }
}
