// What a server needs of a machine beside operating it: to let it go, and to say why it has gone.

import GPIOBackend
import StepperCore

/// A machine that can be served.
protocol ServedMachine: OperatedMachine, ~Copyable {
  /// Everything off; it does nothing more.
  mutating func end()

  /// Why it is not there any more.
  var loss: Phrase? { get }

  /// Where the joints stood when it was switched on.
  var startSubSteps: SIMD4<Int64> { get }

  /// What it has come to; after ``end()``.
  func tell(_ summary: inout Summary, _ executed: ExecutedMotion, _ board: Board)
}

extension OperatedSimulation: ServedMachine {
  mutating func end() { machine.cut() }

  var loss: Phrase? {
    switch machine.stop {
    case .powerCut: .powerCut
    case .portLost: .simulatedLinesLost
    case .tripped, nil: nil
    }
  }
}

extension OperatedLines: ServedMachine where Port: ~Copyable, Timer: ~Copyable {
  var loss: Phrase? {
    switch trouble {
    case .lost(let error): .linesLost(reason: error.description)
    case .noGuard: .guardLost
    case .lateTick, nil: nil
    }
  }
}
