// A port that tests drive as the core does, with somebody who looks at its lines from outside.

import StepperCore

/// What is known of a port's lines without asking the port.
package protocol ObservedPort: StepPort, ~Copyable {
  /// The logical levels on the outputs as they are now.
  mutating func levelsOnLines() throws -> PortWord

  /// The levels that each output has taken since the port was made, in order; the index is the bit of the word.
  mutating func levelsTaken() throws -> [[Bool]]

  /// Makes exactly these inputs active, by what is outside of the port.
  mutating func press(_ inputs: InputWord) throws
}

/// The outputs and inputs that every port under test has.
package enum ConformanceLines {
  /// Three motors, spindle and PWM.
  package static let outputs: [PortWord] =
    (0..<3).flatMap { [PortWord.step($0), .direction($0), .enable($0)] } + [.spindle, .pwm]
  /// Switches of two axes and the probe.
  package static let inputs: [InputWord] = [.limitMin(0), .limitMax(0), .limitMin(1), .limitMax(1), .probe]

  package static let allOutputs = outputs.reduce(.none) { $0 | $1 }
  package static let allInputs = inputs.reduce(.none) { $0 | $1 }
}

/// Keeps what it is told, as a port without lines: what others are compared with.
struct RememberingPort: StepPort, ~Copyable {
  typealias Failure = Never
  private(set) var taken = [[Bool]](repeating: [], count: 32)

  mutating func write(_ levels: PortWord, changing: PortWord, at instant: PortInstant) {
    for bit in 0..<32 where changing.rawValue >> UInt32(bit) & 1 == 1 {
      taken[bit].append(levels.rawValue >> UInt32(bit) & 1 == 1)
    }
  }

  mutating func readInputs() -> InputWord { .none }
}
