// What a server needs of a machine beside operating it: to let it go, and to say why it has gone.

import GPIOBackend
import StepperCore

/// A machine that can be served.
public protocol ServedMachine: OperatedMachine, ~Copyable {
  /// Everything off; it does nothing more.
  mutating func end()

  /// Why it is not there any more.
  var loss: Phrase? { get }
}

extension OperatedSimulation: ServedMachine {
  public mutating func end() { machine.cut() }

  public var loss: Phrase? {
    switch machine.stop {
    case .powerCut: .powerCut
    case .portLost: .simulatedLinesLost
    case .tripped, nil: nil
    }
  }
}

extension OperatedLines: ServedMachine where Port: ~Copyable, Timer: ~Copyable {
  public var loss: Phrase? {
    switch trouble {
    case .lost(let error): .linesLost(reason: error.description)
    case .noGuard: .guardLost
    case .lateTick, nil: nil
    }
  }
}
