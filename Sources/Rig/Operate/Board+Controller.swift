// A board's switches and axes come in; how its machine finds its place goes out.

import StepperCore

extension Board {
  /// What the controller of this machine needs beside what the machine is.
  public var controllerSettings: ControllerSettings {
    var control = ControllerSettings(
      homingX: homing(0), homingY: homing(1), homingZ: homing(2), mustHome: false, limits: limitInputs)
    control.doorLiftMm = doorLiftMm
    return control
  }

  private func homing(_ axis: Int) -> HomingAxis {
    HomingAxis(
      homing[axis], axis: axis, limits: settings[axis: axis], switches: switches.filter { $0.axis == axis })
  }
}

extension HomingAxis {
  /// What the file says of an axis, and for what it does not say:
  ///
  /// Each axis that has a switch is homed: Z first, upwards where it can, then X and Y together, to their low ends where
  /// they can. A switch is looked for at a speed from which the carriage stops within about two millimetres, and is left
  /// for the nearest edge of the travel.
  init(_ wanted: AxisHoming, axis: Int, limits: AxisSettings, switches own: [LimitSwitch]) {
    let preferred = wanted.towards ?? (axis == 2 ? .max : .min)
    let goal = own.first { $0.end == preferred } ?? (wanted.towards == nil ? own.first : nil)
    guard wanted.isWanted, let goal else {
      self = .none
      return
    }
    let isHigh = goal.end == .max
    let other = own.first { $0.end == goal.end && $0.isSecond }
    let edge = isHigh ? limits.maxMm : limits.minMm
    let seek =
      wanted.seekMmPerS ?? min(limits.maxVelocityMmPerS / 2, (2 * limits.maxAccelerationMmPerS2).squareRoot())
    self.init(
      input: goal.input, towardsHigh: isHigh, atMm: goal.positionMm, pullOffMm: 1, seekMmPerS: seek,
      locateMmPerS: wanted.locateMmPerS ?? min(2, seek / 5), turn: wanted.order.map(UInt8.init) ?? (axis == 2 ? 1 : 2),
      second: other.map { HomingSide(input: $0.input, atMm: $0.positionMm, motors: $0.stepLine) },
      motors: other == nil ? .none : goal.stepLine)
    pullOffMm = wanted.pullOffMm ?? max(1, abs(innerMm - edge))
  }
}

extension LimitSwitch {
  /// That of the motor at whose side it is.
  fileprivate var stepLine: PortWord { motor.map { .step($0) } ?? .none }
}
