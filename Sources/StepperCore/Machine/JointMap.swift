// Axes in millimetres, joints in sub-steps: the kinematics of the machine.

/// Turns positions of the tool into positions of the joints, and back.
public struct JointMap: Equatable, Sendable {
  public let kinematics: Kinematics
  /// Steps per millimetre of joints 0, 1, 2.
  public let stepsPerMm: Point

  public init(_ settings: MachineSettings) {
    kinematics = settings.kinematics
    stepsPerMm = Point(settings.joint0.stepsPerMm, settings.joint1.stepsPerMm, settings.joint2.stepsPerMm)
  }

  /// Joint positions in steps, not rounded.
  @inlinable
  public func steps(at point: Point) -> Point {
    switch kinematics {
    case .cartesian:
      return Point(point.x * stepsPerMm.x, point.y * stepsPerMm.y, point.z * stepsPerMm.z)
    case .coreXY:
      return Point((point.x + point.y) * stepsPerMm.x, (point.x - point.y) * stepsPerMm.y, point.z * stepsPerMm.z)
    }
  }

  /// Joint positions in sub-steps, each rounded to nearest; lane 3 is zero.
  @inlinable
  public func subSteps(at point: Point) -> SIMD4<Int64> {
    let steps = steps(at: point)
    return SIMD4(SubSteps.from(steps: steps.x), SubSteps.from(steps: steps.y), SubSteps.from(steps: steps.z), 0)
  }

  /// The tool's position, in millimetres, where the joints stand at these steps.
  @inlinable
  public func position(ofSteps steps: Point) -> Point {
    let x = steps.x / stepsPerMm.x, y = steps.y / stepsPerMm.y
    switch kinematics {
    case .cartesian: return Point(x, y, steps.z / stepsPerMm.z)
    case .coreXY: return Point((x + y) * 0.5, (x - y) * 0.5, steps.z / stepsPerMm.z)
    }
  }
}
