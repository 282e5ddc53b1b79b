// A script's simulated machine: hands and faults, a waveform, and what only a simulation can know.

import SimBackend
import StepperCore

struct ScriptedSimulation: ScriptedMachine, ~Copyable {
  private let board: Board
  private var operated: OperatedSimulation
  private var trace: VCDTrace?
  private let hasReports: Bool
  /// Where a driver was first sent an edge that it could not follow, …
  private var violation: RunPlace?
  /// … and where pulses first went astray.
  private var astray: RunPlace?

  init(_ scenario: Scenario, _ options: RunOptions) throws(ScenarioBreak) {
    var machine = try Self.machine(scenario, options)
    let trace = try Self.trace(scenario, options, inputs: machine.machine.port.inputs)
    if trace != nil { machine.machine.port.log.switchOn(capacity: 1 << 16) }
    board = scenario.board
    hasReports = options.reactions.contains(.reports)
    self.trace = trace
    operated = machine
  }

  private static func machine(_ scenario: Scenario, _ options: RunOptions) throws(ScenarioBreak) -> OperatedSimulation {
    do throws(SimFaultError) {
      return try OperatedSimulation(scenario.board, options: options, mustHome: scenario.startsUnhomed)
    } catch {
      throw ScenarioBreak(phrase: .faultRefused(error, scenario.board))
    }
  }

  private static func trace(
    _ scenario: Scenario, _ options: RunOptions, inputs: InputWord
  ) throws(ScenarioBreak) -> VCDTrace? {
    guard let path = options.tracePath else { return nil }
    do throws(OutputError) {
      return try VCDTrace(path: path, board: scenario.board, inputs: inputs)
    } catch {
      throw ScenarioBreak(phrase: .notWritten(error))
    }
  }

  var session: Session {
    _read { yield operated.session }
    _modify { yield &operated.session }
  }
  var tick: UInt64 { operated.tick }
  var states: [MachineStateChange] {
    get { operated.states }
    set { operated.states = newValue }
  }
  var startSubSteps: SIMD4<Int64> { operated.startSubSteps }
  var lastLimitAxis: Int? { operated.lastLimitAxis }

  mutating func step() -> OperatedWait? { operated.step() }
  mutating func rest() { operated.rest() }
  mutating func takeSlice() -> Slice? { operated.takeSlice() }
  mutating func note() { operated.note() }

  mutating func perform(_ action: ScriptStep.Action) {
    switch action {
    case .press(let input, let isPressed): operated.press(input, isPressed)
    case .stock(let zMm): operated.layStock(zMm: zMm)
    case .begin(let kind): operated.machine.begin(kind, at: tick)
    case .mend(let kind): operated.machine.mend(kind, at: tick)
    default: return
    }
  }

  mutating func transmit(_ bytes: ArraySlice<UInt8>) -> Int {
    if operated.machine.link.isWhole { return operated.send(bytes) }
    var sent = 0
    for byte in bytes {
      var link = operated.machine.link
      let times = link.carry()
      // Where there is no room the sender waits, and the cable has not been used.
      if times > 0 && operated.send([byte]) == 0 { break }
      operated.machine.link = link
      sent += 1
      if times == 2 { _ = operated.send([byte]) }
    }
    return sent
  }

  mutating func account(_ slice: Slice?) {
    if let slice {
      if violation == nil, let first = operated.machine.port.firstViolation {
        violation = place(ofMotor: first.motor, tick: first.at.tick, line: slice.line)
      }
      if astray == nil { lookForAstray(slice) }
    }
    if trace != nil {
      trace?.add(operated.machine.port.log.edges)
      operated.machine.port.log.empty()
    }
  }

  private mutating func lookForAstray(_ slice: Slice) {
    for motor in board.motors where operated.machine.port.alteredPulses(ofMotor: motor.index) > 0 {
      astray = place(ofMotor: motor.index, tick: tick, line: slice.line)
      return
    }
  }

  private func place(ofMotor motor: Int, tick: UInt64, line: UInt32) -> RunPlace {
    let axis = board.motors[motor].axis
    return RunPlace(
      motor: motor, axis: ScenarioKeys.axes[axis], tick: tick, line: line,
      positionMm: operated.machine.port.position[axis])
  }

  // MARK: the end

  mutating func end() throws(ScenarioBreak) {
    operated.machine.cut()
    account(nil)
    guard var trace = trace.take() else { return }
    do throws(OutputError) {
      try trace.close(atNs: UInt64(Double(tick) * 1e9 / Double(board.settings.tickHz)))
    } catch {
      throw ScenarioBreak(phrase: .notWritten(error))
    }
  }

  func suddenEnd(line: UInt32) -> ScriptEnding? {
    switch operated.machine.stop {
    case .powerCut:
      ScriptEnding(
        outcome: .aborted,
        alarm: Summary.Alarm(code: "power_cut", line: Int(line), message: Phrase.powerCut.english))
    case .portLost:
      ScriptEnding(
        outcome: .error,
        alarm: Summary.Alarm(code: "gpio", line: Int(line), message: Phrase.simulatedLinesLost.english))
    case .tripped, nil: nil
    }
  }

  func hiddenEnd(line: UInt32) -> ScriptEnding? {
    guard let first = losses(line: line).first else { return lateEnd(line: line) }
    let isSlip = astray?.motor != first.motor || astray?.tick != first.tick
    let phrase =
      isSlip
      ? Phrase.stalled(axis: first.axis, positionMm: first.positionMm ?? 0)
      : .stepsAstray(axis: first.axis, pulses: Int(operated.machine.port.alteredPulses(ofMotor: first.motor)))
    return ScriptEnding(
      outcome: isSlip ? .stalled : .alarm,
      alarm: Summary.Alarm(
        code: isSlip ? "stall" : "lost_steps", line: Int(first.line), axis: first.axis,
        positionMm: first.positionMm, message: phrase.english))
  }

  /// A tick was so late that the machine was held, as it is on lines.
  private func lateEnd(line: UInt32) -> ScriptEnding? {
    guard operated.machine.timing.tooLateTicks > 0 else { return nil }
    let message = operated.machine.timing.tooLate(board)
    return ScriptEnding(
      outcome: .alarm, alarm: Summary.Alarm(code: "late_tick", line: Int(line), message: message.english))
  }

  private func losses(line: UInt32) -> [RunPlace] {
    if !hasReports { return [] }
    var places: [RunPlace] = []
    for motor in board.motors {
      guard let slip = operated.machine.port.report(ofMotor: motor.index)?.firstSlip else { continue }
      places.append(
        RunPlace(
          motor: motor.index, axis: ScenarioKeys.axes[motor.axis], tick: slip.tick, line: line,
          positionMm: slip.positionMm))
    }
    if let astray { places.append(astray) }
    return places.sorted { $0.tick < $1.tick }
  }

  func fill(_ result: inout RunResult, _ executed: ExecutedMotion) {
    operated.tell(&result.summary, executed, board)
    result.take(operated.machine.timing)
    for remark in operated.machine.timing.remarks {
      result.notes.append(ReportInput.Note(line: nil, text: remark))
      result.summary.warnings.append(Summary.Warning(line: nil, message: remark.english))
    }
    if operated.machine.stop == .portLost { result.exit = .system }
    result.struckFaults = operated.machine.struckFaults
    result.carriageMm = operated.machine.port.position
    result.firstLosses = losses(line: result.lastLine ?? 0)
    result.firstViolation = violation
  }
}
