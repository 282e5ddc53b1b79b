// What an operated machine has come to, as figures of a summary.

import GPIOBackend
import SimBackend
import StepperCore

extension OperatedSimulation {
  /// Time, hashes, and what became of axes and motors.
  func tell(_ summary: inout Summary, _ executed: ExecutedMotion, _ board: Board) {
    summary.ticks = Int(tick)
    summary.machineSeconds = Double(tick) / Double(board.settings.tickHz)
    summary.traceHash = machine.port.hash.value
    summary.motionHash = machine.engine.motionHash.value
    summary.timingViolations = Int(machine.port.timingViolations)
    for axis in 0..<3 {
      var figures = machine.figures(axis, board, executed)
      // Where homing has put the zero, and not where the machine was switched on.
      if board.settings.kinematics == .cartesian { figures.positionSteps = Int(machine.engine.steps(axis)) }
      summary.axes[axis] = figures
    }
    guard board.settings.kinematics == .coreXY else { return }
    for motor in board.motors { summary.motors.append(machine.figures(motor, board)) }
  }
}

extension OperatedLines where Port: ~Copyable, Timer: ~Copyable {
  /// The same, after ``end()`` only.
  func tell(_ summary: inout Summary, _ executed: ExecutedMotion, _ board: Board) {
    summary.take(machine.figures, executed, board)
    // Rest counts, as it does in a simulation.
    summary.machineSeconds = Double(tick) / Double(board.settings.tickHz)
  }
}
