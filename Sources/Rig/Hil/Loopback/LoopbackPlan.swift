// A board's wires and jumpers in, the levels out that its outputs are to be put on, one after the other.

import StepperCore

/// A jumper that should be there, by the places of its wires in the board's lists.
public struct LoopbackJumper: Equatable, Hashable, Sendable {
  public var output: Int
  public var input: Int

  public init(output: Int, input: Int) {
    self.output = output
    self.input = input
  }
}

/// One arrangement of levels that the inputs are read in. Bit k is the level of output k: 1 is high.
public struct LoopbackPattern: Equatable, Sendable {
  public var levels: UInt32
  /// The levels just before.
  ///
  /// Two outputs that touch and disagree give half the voltage, and an input with hysteresis then reads what it read
  /// before. So the one that is high comes down from where all were high, and the one that is low comes up from low:
  /// either way the input reads the odd one out.
  public var before: UInt32
}

/// What the outputs do in a loopback test: each alone high, each alone low.
///
/// Only outputs with a jumper are driven together. The others rest at their inactive level, and each joins in for one
/// sweep: a short between it and a wire shows there.
public struct LoopbackPlan: Equatable, Sendable {
  public let outputCount: Int
  public let inputCount: Int
  public let jumpers: [LoopbackJumper]
  public let patterns: [LoopbackPattern]
  /// Patterns in which the same outputs are driven: who moves whom is seen within each.
  public let sweeps: [Range<Int>]

  /// - Parameters:
  ///   - restsHigh: of each output, whether it is high when it is inactive; at most 32 of them.
  ///   - inputCount: at most 32.
  ///   - jumpers: no two of them to the same input.
  public init(restsHigh: [Bool], inputCount: Int, jumpers: [LoopbackJumper]) {
    outputCount = restsHigh.count
    self.inputCount = inputCount
    self.jumpers = jumpers
    let bits = restsHigh.indices.map { UInt32(1) << UInt32($0) }
    let wired = jumpers.reduce(into: UInt32(0)) { $0 |= bits[$1.output] }
    let rest = zip(restsHigh, bits).reduce(UInt32(0)) { $0 | ($1.0 ? $1.1 : 0) }
    var patterns: [LoopbackPattern] = []
    var sweeps: [Range<Int>] = []
    for joining in [0] + bits.filter({ $0 & wired == 0 }) {
      let driven = wired | joining
      let low = rest & ~driven, high = low | driven
      let first = patterns.count
      for (base, opposite) in [(low, high), (high, low)] {
        for odd in [0] + bits.filter({ $0 & driven != 0 }) {
          patterns.append(LoopbackPattern(levels: base ^ odd, before: opposite))
        }
      }
      sweeps.append(first..<patterns.count)
    }
    self.patterns = patterns
    self.sweeps = sweeps
  }

  public init(_ board: Board) {
    let outputs = board.outputs.map(\.name), inputs = board.inputLines
    self.init(
      restsHigh: board.outputs.map(\.isActiveLow), inputCount: inputs.count,
      jumpers: board.jumpers.compactMap { jumper in
        guard let output = outputs.firstIndex(of: jumper.from),
          let input = inputs.firstIndex(where: { $0.contacts.contains { $0.name == jumper.to } })
        else {
          return nil
        }
        return LoopbackJumper(output: output, input: input)
      })
  }

  /// Outputs without a jumper: only driven alone, to see what they touch.
  public var untestedOutputs: [Int] {
    (0..<outputCount).filter { output in !jumpers.contains { $0.output == output } }
  }
}

/// What the inputs read in each pattern of a plan. Bit k is the level of input k: 1 is high.
public struct LoopbackObservation: Equatable, Sendable {
  /// With pull-ups on all inputs, and with pull-downs: an open input follows them.
  public var pulledUp: [UInt32]
  public var pulledDown: [UInt32]
  /// Inputs that did not come to rest in some pattern.
  public var unsteady: UInt32

  public init(pulledUp: [UInt32], pulledDown: [UInt32], unsteady: UInt32 = 0) {
    self.pulledUp = pulledUp
    self.pulledDown = pulledDown
    self.unsteady = unsteady
  }
}
