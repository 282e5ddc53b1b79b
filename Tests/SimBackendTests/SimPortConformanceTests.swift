// The simulator's port, held to what every port has to do.

import PortConformance
import SimBackend
import StepperCore
import Testing

/// A simulated machine whose edges are kept, and whose contacts are pressed by hand.
private struct ObservedSimPort: ObservedPort, ~Copyable {
  typealias Failure = Never
  private var port = SimPort(Machines.settings(tickHz: 20_000))
  private var now = PortInstant(tick: 0, ns: 0)

  init() { port.log.switchOn(capacity: 1 << 14) }

  mutating func write(_ levels: PortWord, changing: PortWord, at instant: PortInstant) {
    now = instant
    port.write(levels, changing: changing, at: instant)
  }

  mutating func readInputs() -> InputWord { port.readInputs() }

  mutating func press(_ inputs: InputWord) {
    port.setInput(inputs, active: true, at: now)
    port.setInput(
      InputWord(rawValue: ConformanceLines.allInputs.rawValue & ~inputs.rawValue), active: false, at: now)
  }

  mutating func levelsOnLines() -> PortWord {
    PortWord(rawValue: port.log.edges.last { !$0.isInput }?.levels ?? 0)
  }

  mutating func levelsTaken() -> [[Bool]] {
    var taken = [[Bool]](repeating: [], count: 32)
    for edge in port.log.edges where !edge.isInput {
      for bit in 0..<32 where edge.changing >> UInt32(bit) & 1 == 1 {
        taken[bit].append(edge.levels >> UInt32(bit) & 1 == 1)
      }
    }
    return taken
  }
}

@Suite("The simulator's port")
struct SimPortConformanceTests {
  @Test("does what every port has to do", arguments: PortCheck.allCases)
  func conforms(_ check: PortCheck) throws {
    var port = ObservedSimPort()
    try check.run(on: &port)
  }
}
