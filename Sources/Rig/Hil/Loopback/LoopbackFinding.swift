// What can be wrong with the wires of a loopback test, as values that name the wires.

/// One thing that is wrong with the wiring. Numbers are places in the board's lists of outputs and inputs.
public enum LoopbackFinding: Equatable, Sendable {
  /// No connection; at which of its two ends cannot be told.
  case open(LoopbackJumper)
  /// The two have each other's input.
  case swapped(LoopbackJumper, LoopbackJumper)
  /// The output's wire is on `found`, where nothing of it belongs, and `missing` goes without.
  case wrongInput(output: Int, found: Int, missing: Int)
  /// The input follows `found`, where nothing of it belongs, and not `missing`.
  case wrongOutput(input: Int, found: Int, missing: Int)
  /// These touch: outputs with what hangs on them, and inputs that have no jumper.
  case short(outputs: [Int], inputs: [Int])
  /// A connection between two wires of which neither has a jumper.
  case unlisted(LoopbackJumper)
  case stuckHigh(LoopbackJumper)
  case stuckLow(LoopbackJumper)
  /// The input moves, and not as the output does.
  case unsteady(LoopbackJumper)

  /// In JSON, and for telling findings apart.
  public enum Kind: String, CaseIterable, Sendable {
    case open, swapped, short, unlisted, unsteady
    case wrongInput = "wrong_input"
    case wrongOutput = "wrong_output"
    case stuckHigh = "stuck_high"
    case stuckLow = "stuck_low"
  }

  public var kind: Kind {
    switch self {
    case .open: .open
    case .swapped: .swapped
    case .wrongInput: .wrongInput
    case .wrongOutput: .wrongOutput
    case .short: .short
    case .unlisted: .unlisted
    case .stuckHigh: .stuckHigh
    case .stuckLow: .stuckLow
    case .unsteady: .unsteady
    }
  }

  /// Every output that it names.
  public var outputs: [Int] {
    switch self {
    case .open(let one), .unlisted(let one), .stuckHigh(let one), .stuckLow(let one), .unsteady(let one): [one.output]
    case .swapped(let one, let other): [one.output, other.output]
    case .wrongInput(let output, _, _): [output]
    case .wrongOutput(_, let found, let missing): [found, missing]
    case .short(let outputs, _): outputs
    }
  }

  /// Every input that it names.
  public var inputs: [Int] {
    switch self {
    case .open(let one), .unlisted(let one), .stuckHigh(let one), .stuckLow(let one), .unsteady(let one): [one.input]
    case .swapped(let one, let other): [one.input, other.input]
    case .wrongInput(_, let found, let missing): [found, missing]
    case .wrongOutput(let input, _, _): [input]
    case .short(_, let inputs): inputs
    }
  }

  /// It is about this jumper: about its output, or its input.
  public func concerns(_ jumper: LoopbackJumper) -> Bool {
    switch self {
    case .open(let one), .stuckHigh(let one), .stuckLow(let one), .unsteady(let one): one == jumper
    default: outputs.contains(jumper.output) || inputs.contains(jumper.input)
    }
  }
}

extension LoopbackFinding {
  /// It says that the jumper is not where it is listed.
  func movesAway(_ jumper: LoopbackJumper) -> Bool {
    switch self {
    case .swapped(let one, let other): one == jumper || other == jumper
    case .wrongInput(let output, _, let missing): output == jumper.output && missing == jumper.input
    case .wrongOutput(let input, _, _): input == jumper.input
    default: false
    }
  }
}
