// A board with jumpers in, what is wrong with its wires out: takes the lines, drives them, reads them back, lets go.

import GPIOBackend
import Glibc
import StepperCore

/// How a loopback test reads.
public struct LoopbackOptions: Sendable {
  /// How long inputs have to stay as they are before they count, ms. A jumper needs microseconds; an input with a
  /// capacitor for its switch, some milliseconds.
  public var settleMs = 5.0

  public init() {}
}

/// What a loopback test has found.
public struct LoopbackResult: Sendable {
  public var board: Board
  public var plan: LoopbackPlan
  public var findings: [LoopbackFinding]
  public var settleMs: Double
  /// The longest time after a change of outputs at which an input was still seen to change, ms.
  public var slowestMs: Double

  package init(
    board: Board, plan: LoopbackPlan, findings: [LoopbackFinding], settleMs: Double, slowestMs: Double
  ) {
    self.board = board
    self.plan = plan
    self.findings = findings
    self.settleMs = settleMs
    self.slowestMs = slowestMs
  }

  public var exit: ExitCode { findings.isEmpty ? .done : .notDone }
}

/// Drives every output of the board in turn, and finds out from its inputs what is wrong with the jumpers.
///
/// Outputs are at their inactive level before and after, and a guard makes them so if this process is killed.
public func testLoopback(
  _ board: Board, _ options: LoopbackOptions, hooks: RunHooks = RunHooks()
) throws(LiveRefusal) -> LoopbackResult {
  if board.jumpers.isEmpty { throw LiveRefusal(phrase: .noJumpers(board), exit: .wrongUse) }
  let plan = LoopbackPlan(board)
  var settled = SettledLevels(quietMs: options.settleMs)
  let seen: LoopbackObservation
  do throws(LoopbackInterruption) {
    seen = try observe(plan, board.loopbackLayout, &settled, hooks)
  } catch {
    switch error {
    case .refused(let error):
      throw LiveRefusal(phrase: .linesNotReached(reason: error.description), exit: .system)
    case .failed(let error):
      throw LiveRefusal(phrase: .linesNotReached(reason: error.description), exit: .system)
    case .byPerson: throw LiveRefusal(phrase: .loopbackInterrupted, exit: .interrupted)
    }
  }
  return LoopbackResult(
    board: board, plan: plan, findings: plan.findings(seen), settleMs: options.settleMs,
    slowestMs: settled.slowestMs)
}

/// Why a test has no end.
private enum LoopbackInterruption: Error {
  case refused(GPIOError)
  case failed(GPIOTransferError)
  case byPerson
}

extension Board {
  /// A bit for each wire, in the order of the lists: wires that are driven together in a motion are told apart here.
  fileprivate var loopbackLayout: GPIOLayout {
    var layout = gpioLayout
    for index in layout.outputs.indices { layout.outputs[index].bits = PortWord(rawValue: 1 << UInt32(index)) }
    for index in layout.inputs.indices {
      layout.inputs[index].bits = InputWord(rawValue: 1 << UInt32(index))
      // Levels are read as they are, whatever they mean.
      layout.inputs[index].activeLow = false
    }
    return layout
  }
}

private func observe(
  _ plan: LoopbackPlan, _ layout: GPIOLayout, _ settled: inout SettledLevels, _ hooks: RunHooks
) throws(LoopbackInterruption) -> LoopbackObservation {
  var forOutputs = layout
  forOutputs.inputs = []
  // A set bit makes a line active: levels are what is left after polarity.
  let activeLow = layout.outputs.indices.reduce(into: UInt32(0)) {
    if layout.outputs[$1].activeLow { $0 |= 1 << UInt32($1) }
  }
  var outputs = try refusing { () throws(GPIOError) in
    var outputs = try GPIOPort(forOutputs)
    // Before the inputs are taken, so that it holds none of them.
    try outputs.startGuard(note: Phrase.guardActed.text(in: .fromEnvironment()) + "\n")
    return outputs
  }
  hooks.askPerson?(.supplyMustBeOff)
  func set(_ levels: UInt32, on port: inout GPIOPort) throws(LoopbackInterruption) {
    try failing { () throws(GPIOTransferError) in
      try port.write(
        PortWord(rawValue: levels ^ activeLow), changing: PortWord(rawValue: ~0), at: PortInstant(tick: 0, ns: 0))
    }
  }
  var seen = LoopbackObservation(pulledUp: [], pulledDown: [])
  for (half, bias) in [GPIOBias.pullUp, .pullDown].enumerated() {
    var forInputs = layout
    forInputs.outputs = []
    for index in forInputs.inputs.indices { forInputs.inputs[index].bias = bias }
    var inputs = try refusing { () throws(GPIOError) in try GPIOPort(forInputs) }
    // A weak pull takes its time with a long cable, or a capacitor.
    pause(ms: 10 * settled.quietMs)
    var words: [UInt32] = []
    for (number, pattern) in plan.patterns.enumerated() {
      if hooks.isInterrupted() { throw .byPerson }
      hooks.progress(0, (Double(half) + Double(number) / Double(plan.patterns.count)) / 2)
      try set(pattern.before, on: &outputs)
      pause(ms: settled.quietMs / 4)
      try set(pattern.levels, on: &outputs)
      let (levels, unsteady) = try failing { () throws(GPIOTransferError) in
        try settled.settle(pause: pause(ms:)) { () throws(GPIOTransferError) in try inputs.readInputs().rawValue }
      }
      words.append(levels)
      seen.unsteady |= unsteady
    }
    if half == 0 { seen.pulledUp = words } else { seen.pulledDown = words }
  }
  try failing { () throws(GPIOTransferError) in try outputs.makeSafe() }
  return seen
}

private func pause(ms: Double) { usleep(UInt32(ms * 1_000)) }

private func refusing<Made: ~Copyable>(
  _ body: () throws(GPIOError) -> Made
) throws(LoopbackInterruption) -> Made {
  do throws(GPIOError) {
    return try body()
  } catch {
    throw .refused(error)
  }
}

private func failing<Made>(_ body: () throws(GPIOTransferError) -> Made) throws(LoopbackInterruption) -> Made {
  do throws(GPIOTransferError) {
    return try body()
  } catch {
    throw .failed(error)
  }
}
