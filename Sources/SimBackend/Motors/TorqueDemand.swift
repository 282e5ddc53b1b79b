// The torque that a commanded slice asks of one motor, by what it is for, beside what the motor has.

/// Torques at the shaft, N·m, in the sense of the joint; see ``MotorReport/minTorqueMargin``.
public struct TorqueDemand: Equatable, Sendable {
  /// 1 − |needed| / has.
  public var margin: Double
  /// Of the carriage along the joint, at the faster end of the slice.
  public var speedMmPerS: Double
  public var fullStepsPerS: Double
  public var accelerationMmPerS2: Double
  /// For speeding up and braking.
  public var inertiaNm: Double
  /// Dry and viscous; where the motor stands, what friction holds is taken off.
  public var frictionNm: Double
  public var weightNm: Double
  /// Against the force on the tool.
  public var toolNm: Double
  /// Pull-out torque at this speed.
  public var hasNm: Double

  /// Of a motor that stands and holds nothing.
  public static let none = TorqueDemand(
    margin: 1, speedMmPerS: 0, fullStepsPerS: 0, accelerationMmPerS2: 0, inertiaNm: 0, frictionNm: 0, weightNm: 0,
    toolNm: 0, hasNm: 0)

  public var neededNm: Double { abs(inertiaNm + frictionNm + weightNm + toolNm) }

  /// What is not for speeding up and braking.
  public var steadyNm: Double { frictionNm + weightNm + toolNm }

  /// How the needed torque is made up: shares of the parts that act against the motor, which sum to one. A part that helps
  /// it has none.
  public var shares: (inertia: Double, friction: Double, weight: Double, tool: Double) {
    let sense: Double = inertiaNm + steadyNm < 0 ? -1 : 1
    func against(_ torque: Double) -> Double { max(0, torque * sense) }
    let sum = against(inertiaNm) + against(frictionNm) + against(weightNm) + against(toolNm)
    guard sum > 0 else { return (0, 0, 0, 0) }
    return (
      against(inertiaNm) / sum, against(frictionNm) / sum, against(weightNm) / sum, against(toolNm) / sum
    )
  }
}
