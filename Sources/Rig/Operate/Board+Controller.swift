// A board's switches and axes come in; how its machine finds its place goes out.

import StepperCore

extension Board {
  /// What the controller of this machine needs beside what the machine is.
  public var controllerSettings: ControllerSettings {
    let axes = homingAxes
    var control = ControllerSettings(
      homingX: axes[0], homingY: axes[1], homingZ: axes[2], mustHome: false, limits: limitInputs)
    control.doorLiftMm = doorLiftMm
    return control
  }

  /// X, Y and Z. Axes that share a line are not in the same turn, for nobody could tell which of them has come to its
  /// switch: of one order, they go one after the other.
  private var homingAxes: [HomingAxis] {
    var axes = (0..<3).map { axis in
      HomingAxis(
        homing[axis], axis: axis, limits: settings[axis: axis], switches: switches.filter { $0.axis == axis })
    }
    let own = axes.map(\.inputs)
    let lines = sharedInputs
    for axis in axes.indices {
      axes[axis].shared = lines.filter { !($0 & own[axis]).isEmpty }.reduce(.none, |) & ~own[axis]
    }
    var later: UInt8 = 0, taken: (turn: UInt8, inputs: InputWord) = (0, .none)
    for axis in axes.indices.filter({ axes[$0].turn > 0 }).sorted(by: { (axes[$0].turn, $0) < (axes[$1].turn, $1) }) {
      if axes[axis].turn + later == taken.turn && !(axes[axis].shared & taken.inputs).isEmpty { later += 1 }
      axes[axis].turn += later
      if axes[axis].turn != taken.turn { taken = (axes[axis].turn, .none) }
      taken.inputs = taken.inputs | own[axis]
    }
    return axes
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
