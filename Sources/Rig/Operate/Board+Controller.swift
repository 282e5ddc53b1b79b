// A board's switches and axes come in; how its machine finds its place goes out.

import StepperCore

extension Board {
  /// What the controller of this machine needs beside what the machine is.
  ///
  /// Each axis that has a switch is homed: Z first, upwards where it can, then X and Y together, to their low ends where
  /// they can. A switch is looked for at a speed from which the carriage stops within about two millimetres.
  public var controllerSettings: ControllerSettings {
    ControllerSettings(
      homingX: homing(0), homingY: homing(1), homingZ: homing(2), mustHome: false, limits: limitInputs)
  }

  private func homing(_ axis: Int) -> HomingAxis {
    let preferred: LimitSwitch.End = axis == 2 ? .max : .min
    let own = switches.filter { $0.axis == axis }
    guard let goal = own.first(where: { $0.end == preferred }) ?? own.first else { return .none }
    let limits = settings[axis: axis]
    let isHigh = goal.end == .max
    let edge = isHigh ? limits.maxMm : limits.minMm
    let seek = min(limits.maxVelocityMmPerS / 2, (2 * limits.maxAccelerationMmPerS2).squareRoot())
    return HomingAxis(
      input: isHigh ? .limitMax(axis) : .limitMin(axis), towardsHigh: isHigh, atMm: goal.positionMm,
      pullOffMm: max(1, abs(goal.positionMm - edge)), seekMmPerS: seek, locateMmPerS: min(2, seek / 5),
      turn: axis == 2 ? 1 : 2)
  }
}
