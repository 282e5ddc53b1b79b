// Jumpers with mistakes in, what the inputs of a loopback test would read out: pins, wires, pulls, and nothing else.

import Rig

/// A mistake that somebody can make with jumpers. Numbers of jumpers are places in the plan's list.
enum WiringMistake: Equatable, CustomStringConvertible {
  /// Pulled off, or broken, at one of its ends.
  case open(Int, atOutput: Bool)
  /// Each has the other's input.
  case swap(Int, Int)
  case onInput(Int, Int)
  case onOutput(Int, Int)
  case shortWires(Int, Int)
  /// A jumper touches an output, or an input, that has none.
  case shortOutput(Int, Int)
  case shortInput(Int, Int)
  case stuck(Int, high: Bool)

  var description: String {
    switch self {
    case .open(let wire, let atOutput): "wire \(wire) open at its \(atOutput ? "output" : "input")"
    case .swap(let one, let other): "wires \(one) and \(other) swapped"
    case .onInput(let wire, let input): "wire \(wire) on input \(input)"
    case .onOutput(let wire, let output): "wire \(wire) on output \(output)"
    case .shortWires(let one, let other): "wires \(one) and \(other) touch"
    case .shortOutput(let wire, let output): "wire \(wire) touches output \(output)"
    case .shortInput(let wire, let input): "wire \(wire) touches input \(input)"
    case .stuck(let wire, let high): "wire \(wire) on \(high ? "3.3 V" : "ground")"
    }
  }

  /// What it should be called where there is no other.
  func finding(_ plan: LoopbackPlan) -> LoopbackFinding {
    let jumpers = plan.jumpers
    switch self {
    case .open(let wire, _): return .open(jumpers[wire])
    case .swap(let one, let other): return .swapped(jumpers[one], jumpers[other])
    case .onInput(let wire, let input):
      return .wrongInput(output: jumpers[wire].output, found: input, missing: jumpers[wire].input)
    case .onOutput(let wire, let output):
      return .wrongOutput(input: jumpers[wire].input, found: output, missing: jumpers[wire].output)
    case .shortWires(let one, let other):
      return .short(outputs: [jumpers[one].output, jumpers[other].output].sorted(), inputs: [])
    case .shortOutput(let wire, let output):
      return .short(outputs: [jumpers[wire].output, output].sorted(), inputs: [])
    case .shortInput(let wire, let input): return .short(outputs: [jumpers[wire].output], inputs: [input])
    case .stuck(let wire, let high): return high ? .stuckHigh(jumpers[wire]) : .stuckLow(jumpers[wire])
    }
  }

  /// The outputs and inputs that may be named because of it: of the jumpers themselves, and of those that they meet.
  func touched(_ plan: LoopbackPlan) -> (outputs: Set<Int>, inputs: Set<Int>) {
    let jumpers = plan.jumpers
    var outputs: Set<Int> = [], inputs: Set<Int> = []
    switch self {
    case .open(let wire, _), .stuck(let wire, _), .onInput(let wire, _), .onOutput(let wire, _),
      .shortOutput(let wire, _), .shortInput(let wire, _):
      outputs = [jumpers[wire].output]
    case .swap(let one, let other), .shortWires(let one, let other):
      outputs = [jumpers[one].output, jumpers[other].output]
    }
    switch self {
    case .onInput(_, let input), .shortInput(_, let input): inputs = [input]
    case .onOutput(_, let output), .shortOutput(_, let output): outputs.insert(output)
    default: break
    }
    for jumper in jumpers where inputs.contains(jumper.input) { outputs.insert(jumper.output) }
    for jumper in jumpers where outputs.contains(jumper.output) { inputs.insert(jumper.input) }
    return (outputs, inputs)
  }

  /// Every mistake that can be made with the jumpers of a plan.
  static func all(_ plan: LoopbackPlan) -> [WiringMistake] {
    let wires = plan.jumpers.indices
    var mistakes: [WiringMistake] = []
    for wire in wires {
      mistakes += [.open(wire, atOutput: true), .open(wire, atOutput: false)]
      mistakes += [.stuck(wire, high: true), .stuck(wire, high: false)]
      for other in wires where other > wire { mistakes += [.swap(wire, other), .shortWires(wire, other)] }
      for input in 0..<plan.inputCount where input != plan.jumpers[wire].input {
        mistakes.append(.onInput(wire, input))
        if !plan.jumpers.contains(where: { $0.input == input }) { mistakes.append(.shortInput(wire, input)) }
      }
      for output in 0..<plan.outputCount where output != plan.jumpers[wire].output {
        mistakes.append(.onOutput(wire, output))
        if plan.untestedOutputs.contains(output) { mistakes.append(.shortOutput(wire, output)) }
      }
    }
    return mistakes
  }
}

/// Wires as they are.
struct SimulatedWiring {
  /// What comes of outputs that touch and disagree.
  enum Quarrel: CaseIterable {
    case lowWins, highWins
    /// Half the voltage: an input reads what it read before.
    case remembers
  }

  private let plan: LoopbackPlan
  private var ends: [(output: Int?, input: Int?)]
  private var touching: [(Int, Int)] = []
  private var stuck: [Int: Bool] = [:]

  init(_ plan: LoopbackPlan, _ mistakes: [WiringMistake] = []) {
    self.plan = plan
    ends = plan.jumpers.map { ($0.output, $0.input) }
    for mistake in mistakes { make(mistake) }
  }

  // Nodes are numbered: outputs, then inputs, then jumpers.
  private func input(_ number: Int) -> Int { plan.outputCount + number }
  private func wire(_ number: Int) -> Int { plan.outputCount + plan.inputCount + number }

  private mutating func make(_ mistake: WiringMistake) {
    switch mistake {
    case .open(let wire, true): ends[wire].output = nil
    case .open(let wire, false): ends[wire].input = nil
    case .swap(let one, let other): (ends[one].input, ends[other].input) = (ends[other].input, ends[one].input)
    case .onInput(let wire, let input): ends[wire].input = input
    case .onOutput(let wire, let output): ends[wire].output = output
    case .shortWires(let one, let other): touching.append((wire(one), wire(other)))
    case .shortOutput(let one, let output): touching.append((wire(one), output))
    case .shortInput(let one, let number): touching.append((wire(one), input(number)))
    case .stuck(let one, let high): stuck[wire(one)] = high
    }
  }

  /// Of each node, the number of what it hangs together with.
  private var nets: [Int] {
    var net = Array(0..<wire(ends.count))
    func join(_ a: Int, _ b: Int) {
      let (from, to) = (net[a], net[b])
      for node in net.indices where net[node] == from { net[node] = to }
    }
    for (number, end) in ends.enumerated() {
      if let output = end.output { join(wire(number), output) }
      if let at = end.input { join(wire(number), input(at)) }
    }
    for (a, b) in touching { join(a, b) }
    return net
  }

  func observation(_ quarrel: Quarrel) -> LoopbackObservation {
    let nets = nets
    var fixed = [Bool?](repeating: nil, count: nets.count)
    for (node, level) in stuck { fixed[nets[node]] = level }
    var levels = [Bool](repeating: false, count: nets.count)
    func put(_ word: UInt32, pull: Bool) {
      var hasHigh = [Bool](repeating: false, count: nets.count), hasLow = hasHigh
      for output in 0..<plan.outputCount {
        if word >> UInt32(output) & 1 == 1 { hasHigh[nets[output]] = true } else { hasLow[nets[output]] = true }
      }
      for net in nets.indices {
        switch (fixed[net], hasHigh[net], hasLow[net]) {
        case (let level?, _, _): levels[net] = level
        case (_, false, false): levels[net] = pull
        case (_, true, true): levels[net] = quarrel == .remembers ? levels[net] : quarrel == .highWins
        case (_, let isHigh, _): levels[net] = isHigh
        }
      }
    }
    func read(pull: Bool) -> [UInt32] {
      plan.patterns.map { pattern in
        put(pattern.before, pull: pull)
        put(pattern.levels, pull: pull)
        return (0..<plan.inputCount).reduce(0) { $0 | (levels[nets[input($1)]] ? 1 << UInt32($1) : 0) }
      }
    }
    return LoopbackObservation(pulledUp: read(pull: true), pulledDown: read(pull: false))
  }
}
