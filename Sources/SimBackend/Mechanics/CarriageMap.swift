// Ways of the motors' carriages along their joints come in; where the machine's carriage is goes out.

import StepperCore

/// What places follow from, worked out once: a port that is asked as a whole is copied, and slices ask for places.
struct CarriageMap {
  private let map: JointMap
  /// Steps of the joints at the start; those of joints with motors are whole.
  private var startSteps: Point
  /// The first motor of each joint, which has the last word; −1 where it has none.
  private var motors = SIMD4<Int>(repeating: -1)

  init(_ settings: SimSettings) {
    map = settings.map
    startSteps = settings.map.steps(at: settings.start)
    for joint in 0..<3 {
      guard let first = settings.motors.firstIndex(where: { $0.joint == joint }) else { continue }
      motors[joint] = first
      startSteps[joint] = Double(SubSteps.wholeSteps(SubSteps.from(steps: startSteps[joint])))
    }
  }

  /// Machine mm.
  /// - Parameter travelsMm: of each motor's carriage along its joint since the start.
  @inline(__always)
  func place(travelsMm: SIMD8<Double>) -> Point {
    var steps = startSteps
    for joint in 0..<3 where motors[joint] >= 0 {
      steps[joint] = startSteps[joint] + travelsMm[motors[joint]] * map.stepsPerMm[joint]
    }
    return map.position(ofSteps: steps)
  }
}
