// Simulated machines that tests run on.

import SimBackend
import StepperCore

enum Machines {
  static let timing = DriverTiming(
    stepHighNs: 1_000, stepLowNs: 1_000, directionSetupNs: 200, directionHoldNs: 200, enableDelayNs: 1_000_000)

  /// What the core is told: X and Y 80 steps/mm, Z 400; Y has two motors, one of them mirrored.
  static func core(
    _ kinematics: Kinematics = .cartesian, tickHz: UInt32 = 40_000, timing: DriverTiming = timing
  ) -> MachineSettings {
    let plane = AxisSettings(maxVelocityMmPerS: 5000 / 60, maxAccelerationMmPerS2: 500, minMm: -300, maxMm: 300)
    return MachineSettings(
      tickHz: tickHz, sliceTicks: tickHz / 1000, x: plane, y: plane,
      z: AxisSettings(maxVelocityMmPerS: 25, maxAccelerationMmPerS2: 200, minMm: -100, maxMm: 100),
      kinematics: kinematics, joint0: JointSettings(stepsPerMm: 80, motors: 0b1, timing: timing),
      joint1: JointSettings(stepsPerMm: 80, motors: 0b1010, inverted: 0b1000, timing: timing),
      joint2: JointSettings(stepsPerMm: 400, motors: 0b100, timing: timing), toleranceMm: 0.01,
      spindle: SpindleSettings(kind: .pwm))
  }

  /// The machine behind it.
  static func settings(
    _ kinematics: Kinematics = .cartesian, tickHz: UInt32 = 40_000, switches: [SimSwitch] = [], start: Point = .zero,
    timing: DriverTiming = timing
  ) -> SimSettings {
    SimSettings(
      tickHz: tickHz,
      motors: [
        SimMotor(timing: timing, isInverted: false, joint: 0), SimMotor(timing: timing, isInverted: false, joint: 1),
        SimMotor(timing: timing, isInverted: false, joint: 2), SimMotor(timing: timing, isInverted: true, joint: 1),
      ], map: JointMap(core(kinematics)), switches: switches, start: start)
  }
}
