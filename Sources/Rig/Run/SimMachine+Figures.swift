// What became of axes and motors: the simulated machine at the end of a run comes in, figures of the summary go out.

import SimBackend
import StepperCore

extension SimMachine {
  /// Time, hashes, and motors that are not axes.
  func tell(_ summary: inout Summary, _ board: Board) {
    summary.ticks = Int(engine.tick)
    summary.machineSeconds = Double(engine.tick) / Double(board.settings.tickHz)
    summary.traceHash = port.hash.value
    summary.motionHash = engine.motionHash.value
    summary.timingViolations = Int(port.timingViolations)
    guard board.settings.kinematics == .coreXY else { return }
    for motor in board.motors { summary.motors.append(figures(motor, board)) }
  }

  /// What became of an axis; its pulses and motors are unknown where belts move two axes at once.
  func figures(_ axis: Int, _ board: Board, _ executed: ExecutedMotion) -> Summary.Axis {
    var figures = executed.summary(axis, limits: board.settings[axis: axis])
    guard board.settings.kinematics == .cartesian else {
      let steps = port.position[axis] * board.settings[joint: axis].stepsPerMm
      figures.positionSteps = Int(steps.rounded())
      if axis == 2 { judge(&figures, board.motors.filter { $0.axis == axis }) }
      return figures
    }
    let motors = board.motors.filter { $0.axis == axis }
    guard let first = motors.first else { return figures }
    figures.steps = Int(port.pulses(ofMotor: first.index))
    figures.positionSteps = startSteps(axis, board) + Int(port.steps(ofMotor: first.index))
    figures.missedPulses = motors.reduce(0) { $0 + Int(port.missedPulses(ofMotor: $1.index)) }
    judge(&figures, motors)
    return figures
  }

  /// What became of an axis's motors: the worst of them. Left unknown without physics.
  private func judge(_ figures: inout Summary.Axis, _ motors: [Motor]) {
    if motors.count > 1, port.report(ofMotor: motors[0].index) != nil {
      figures.peakRackingMm = port.peakRackingMm(joint: motors[0].axis)
    }
    for motor in motors {
      guard let lost = lostSteps(motor) else { continue }
      figures.lostSteps = max(figures.lostSteps ?? 0, lost)
    }
    for report in motors.compactMap({ port.report(ofMotor: $0.index) }) {
      figures.peakLoadAngleDeg = max(figures.peakLoadAngleDeg ?? 0, report.peakLoadAngleDeg)
      figures.minTorqueMargin = min(figures.minTorqueMargin ?? 1, report.minTorqueMargin)
    }
  }

  func figures(_ motor: Motor, _ board: Board) -> Summary.Motor {
    var figures = Summary.Motor(name: motor.name)
    figures.steps = Int(port.pulses(ofMotor: motor.index))
    figures.positionSteps = startSteps(motor.axis, board) + Int(port.steps(ofMotor: motor.index))
    figures.missedPulses = Int(port.missedPulses(ofMotor: motor.index))
    figures.lostSteps = lostSteps(motor)
    return figures
  }

  /// Full steps that a motor is beside its command for good: what its rotor slipped, and the pulses that faults took or
  /// added, each begun step a whole one. Unknown without physics, unless a fault did it.
  private func lostSteps(_ motor: Motor) -> Int? {
    let slipped = port.report(ofMotor: motor.index)?.lostFullSteps
    if port.alteredPulses(ofMotor: motor.index) == 0 { return slipped.map(abs) }
    let microsteps = max(motor.microsteps, 1)
    let pulses = Int(port.shortPulses(ofMotor: motor.index)) + (slipped ?? 0) * microsteps
    return (abs(pulses) + microsteps - 1) / microsteps
  }

  /// The step on which a joint stood when the run began.
  private func startSteps(_ joint: Int, _ board: Board) -> Int {
    Int(SubSteps.wholeSteps(JointMap(board.settings).subSteps(at: board.startPosition)[joint]))
  }
}
