// A board and one thing to change about an axis in, the changed board out.

import StepperCore

/// One change of a board that may cure a stall; figures are the new ones.
public enum BoardChange: Equatable, Sendable {
  case acceleration(axes: [Int], mmPerS2: Double, nowMmPerS2: Double)
  case velocity(axes: [Int], mmPerS: Double, nowMmPerS: Double)
  /// Slower feeds in the job; the board stays.
  case feed(factor: Double)
  case supply(volts: Double, nowVolts: Double)
  case current(axes: [Int], amperes: Double, nowAmperes: Double)
  /// Another driver, set to this current, on this supply.
  case driver(axes: [Int], DriverPart, amperes: Double, volts: Double)
  case motor(axes: [Int], MotorPart, amperes: Double)

  /// As JSON says it.
  var kind: String {
    switch self {
    case .acceleration: "acceleration"
    case .velocity: "velocity"
    case .feed: "feed"
    case .supply: "supply"
    case .current: "current"
    case .driver: "driver"
    case .motor: "motor"
    }
  }

  /// The board with this change.
  func applied(to board: Board) -> Board {
    var board = board
    switch self {
    case .acceleration(let axes, let value, _):
      board.limit(axes) { $0.maxAccelerationMmPerS2 = min($0.maxAccelerationMmPerS2, value) }
    case .velocity(let axes, let value, _):
      board.limit(axes) { $0.maxVelocityMmPerS = min($0.maxVelocityMmPerS, value) }
    case .feed: break
    case .supply(let volts, _): board.supplyV = volts
    case .current(let axes, let amperes, _): board.refit(axes) { $0.currentA = amperes }
    case .driver(let axes, let part, let amperes, let volts):
      board.supplyV = volts
      board.refit(axes) {
        $0.driver = part
        $0.currentA = amperes
      }
      board.retime()
    case .motor(let axes, let part, let amperes):
      board.refit(axes) {
        $0.motor = part
        $0.currentA = amperes
      }
    }
    return board
  }
}

extension Board {
  /// Axes whose limits a joint's motors follow: a belt of a CoreXY moves X and Y.
  func axes(ofJoint joint: Int) -> [Int] { settings.kinematics == .coreXY && joint < 2 ? [0, 1] : [joint] }

  /// What a joint is called: its axis, or the motor of a belt.
  func name(ofJoint joint: Int) -> String {
    if settings.kinematics == .coreXY && joint < 2 {
      return (motors.first { $0.axis == joint }?.name ?? "").uppercased()
    }
    return ["X", "Y", "Z"][joint]
  }

  fileprivate mutating func limit(_ axes: [Int], _ change: (inout AxisSettings) -> Void) {
    for axis in axes {
      switch axis {
      case 0: change(&settings.x)
      case 1: change(&settings.y)
      default: change(&settings.z)
      }
    }
  }

  fileprivate mutating func refit(_ axes: [Int], _ change: (inout Motor) -> Void) {
    for index in motors.indices where axes.contains(motors[index].axis) { change(&motors[index]) }
  }

  /// The core keeps to the slowest driver of each joint.
  fileprivate mutating func retime() {
    for joint in 0..<3 {
      let timings = motors.filter { $0.axis == joint }.map(\.driver.timing)
      guard var timing = timings.first else { continue }
      for other in timings.dropFirst() {
        timing.stepHighNs = max(timing.stepHighNs, other.stepHighNs)
        timing.stepLowNs = max(timing.stepLowNs, other.stepLowNs)
        timing.directionSetupNs = max(timing.directionSetupNs, other.directionSetupNs)
        timing.directionHoldNs = max(timing.directionHoldNs, other.directionHoldNs)
        timing.enableDelayNs = max(timing.enableDelayNs, other.enableDelayNs)
      }
      switch joint {
      case 0: settings.joint0.timing = timing
      case 1: settings.joint1.timing = timing
      default: settings.joint2.timing = timing
      }
    }
  }
}
