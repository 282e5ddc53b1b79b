// What an operated machine has come to, as figures of a summary.

import GPIOBackend
import SimBackend
import StepperCore

extension OperatedSimulation {
  /// Time, hashes, and what became of axes and motors.
  func tell(_ summary: inout Summary, _ executed: ExecutedMotion, _ board: Board) {
    machine.tell(&summary, board)
    for axis in 0..<3 {
      var figures = machine.figures(axis, board, executed)
      // Where homing has put the zero, and not where the machine was switched on.
      if board.settings.kinematics == .cartesian { figures.positionSteps = Int(machine.engine.steps(axis)) }
      summary.axes[axis] = figures
    }
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
