// A script and a simulated machine come in; what came of the machine, and of the steps, goes out.

import SimBackend
import StepperCore

/// Runs a script to its end, and then lets the machine finish what it has been given.
struct ScriptRun: ~Copyable {
  private let scenario: Scenario
  private let options: RunOptions
  private let hooks: RunHooks
  private let tickHz: Double
  private var operated: OperatedMachine
  /// What was sent, and has had no room yet.
  private var unsent: ArraySlice<UInt8> = []
  private var text: [UInt8] = []
  private var executed: ExecutedMotion
  private var trace: VCDTrace?
  private var blindLine: UInt32?
  private var astray: RunPlace?
  private var failure: Phrase?
  private var alarm: Summary.Alarm?
  private var isInterrupted = false

  init(_ scenario: Scenario, options: RunOptions, hooks: RunHooks) throws(ScenarioBreak) {
    var machine = try Self.machine(scenario, options)
    let trace = try Self.trace(scenario, options, inputs: machine.machine.port.inputs)
    if trace != nil { machine.machine.port.log.switchOn(capacity: 1 << 16) }
    self.scenario = scenario
    self.options = options
    self.hooks = hooks
    tickHz = Double(scenario.board.settings.tickHz)
    executed = ExecutedMotion(scenario.board.settings, start: machine.startSubSteps)
    self.trace = trace
    operated = machine
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

  private static func machine(_ scenario: Scenario, _ options: RunOptions) throws(ScenarioBreak) -> OperatedMachine {
    do throws(SimFaultError) {
      return try OperatedMachine(scenario.board, options: options, mustHome: scenario.startsUnhomed)
    } catch {
      throw ScenarioBreak(phrase: .faultRefused(error, scenario.board))
    }
  }

  mutating func run() throws(ScenarioBreak) -> RunResult {
    for step in scenario.steps where failure == nil && !isInterrupted { perform(step) }
    if failure == nil { finish() }
    return try result()
  }

  // MARK: steps

  private mutating func perform(_ step: ScriptStep) {
    let tick = operated.machine.engine.tick
    switch step.action {
    case .send(let bytes):
      unsent = ArraySlice(Array(unsent) + bytes)
      feed()
    case .realTime(let byte): _ = operated.send([byte.rawValue])
    case .press(let input, let isPressed): operated.press(input, isPressed)
    case .begin(let kind): operated.machine.begin(kind, at: tick)
    case .mend(let kind): operated.machine.mend(kind, at: tick)
    case .waitSeconds(let seconds):
      let end = tick &+ UInt64(seconds * tickHz)
      advance(until: end) { _ in false }
    case .waitState(let state, let withinS):
      let isReached = advance(until: tick &+ UInt64(withinS * tickHz)) { $0.isIn(state) }
      if !isReached { fail(step, .stateNotReached(state.name, withinS: withinS, was: operated.session.state.name)) }
    case .waitPosition(let axis, let mm, let withinS):
      let isBelow = operated.session.steppedPosition[axis] < mm
      let isReached = advance(until: tick &+ UInt64(withinS * tickHz)) { operated in
        let now = operated.session.steppedPosition[axis]
        return isBelow ? now >= mm : now <= mm
      }
      let was = operated.session.steppedPosition[axis]
      if !isReached {
        fail(step, .positionNotReached(axis: ScenarioKeys.axes[axis], mm: mm, withinS: withinS, wasMm: was))
      }
    }
  }

  private mutating func fail(_ step: ScriptStep, _ phrase: Phrase) {
    let tick = Int(operated.machine.engine.tick)
    failure = Phrase.joined([phrase, .atEnd(tick: tick, line: operated.session.executingLine)])
      .at(file: scenario.file, line: step.line, column: step.column)
  }

  /// Until everything that was sent has been executed, or cannot be: at most ten hours of machine time.
  private mutating func finish() {
    let end = min(options.lastTick(tickHz: UInt32(tickHz)), UInt64(36_000 * tickHz))
    advance(until: end) { $0.hasSettled }
  }

  /// Goes on until a tick, or until something is true: then true.
  @discardableResult
  private mutating func advance(until end: UInt64, _ isDone: (borrowing OperatedMachine) -> Bool) -> Bool {
    var steps = 0
    while true {
      if unsent.isEmpty && isDone(operated) { return true }
      if operated.machine.engine.tick >= end || isInterrupted { return false }
      steps += 1
      if steps & 1023 == 0 && hooks.isInterrupted() { isInterrupted = true }
      switch operated.step() {
      case nil: break
      case .input: if !feed() { operated.session.flush() }
      case .person, .nothing:
        if !feed() {
          if operated.session.isQuiet { operated.session.flush() }
          operated.rest()
        }
      case .mains: return isDone(operated)
      }
      account()
    }
  }

  /// Sends what waits; false where nothing could be sent.
  @discardableResult
  private mutating func feed() -> Bool {
    guard !unsent.isEmpty else { return false }
    let taken = operated.send(unsent)
    unsent = unsent.dropFirst(taken)
    return taken > 0
  }

  /// What has been executed, for all who want to know.
  private mutating func account() {
    text += operated.takeAnswers()
    if let slice = operated.takeSlice() {
      executed.add(slice)
      if blindLine == nil && operated.machine.port.timingViolations > 0 { blindLine = slice.line }
      if astray == nil { lookForAstray(slice) }
    }
    if trace != nil {
      trace?.add(operated.machine.port.log.edges)
      operated.machine.port.log.empty()
    }
  }

  private mutating func lookForAstray(_ slice: Slice) {
    for motor in scenario.board.motors where operated.machine.port.alteredPulses(ofMotor: motor.index) > 0 {
      astray = RunPlace(
        motor: motor.index, axis: ScenarioKeys.axes[motor.axis], tick: operated.machine.engine.tick, line: slice.line,
        positionMm: operated.machine.port.position[motor.axis])
      return
    }
  }

  // MARK: the end

  private mutating func result() throws(ScenarioBreak) -> RunResult {
    account()
    operated.machine.cut()
    account()
    let tick = operated.machine.engine.tick
    let board = scenario.board
    if var trace = trace.take() {
      do throws(OutputError) {
        try trace.close(atNs: UInt64(Double(tick) * 1e9 / tickHz))
      } catch {
        throw ScenarioBreak(phrase: .notWritten(error))
      }
    }
    let line = operated.session.executingLine
    let ended = ending(line: line)
    var summary = Summary(
      rigctl: options.version, job: Summary.Job(path: scenario.file, lines: Int(line), bytes: 0), board: board.name,
      backend: options.backend.rawValue, seed: options.seed, result: ended.outcome, tickHz: Int(tickHz))
    summary.alarm = ended.alarm
    summary.ticks = Int(tick)
    summary.machineSeconds = Double(tick) / tickHz
    summary.traceHash = operated.machine.port.hash.value
    summary.timingViolations = Int(operated.machine.port.timingViolations)
    summary.lateTicks = 0
    summary.maxLatenessUs = 0
    for axis in 0..<3 {
      var figures = operated.machine.figures(axis, board, executed)
      // Where homing has put the zero, and not where the machine was switched on.
      if board.settings.kinematics == .cartesian { figures.positionSteps = Int(operated.machine.engine.steps(axis)) }
      summary.axes[axis] = figures
    }
    if board.settings.kinematics == .coreXY {
      for motor in board.motors { summary.motors.append(operated.machine.figures(motor, board)) }
    }
    var result = RunResult(
      summary: summary, exit: isInterrupted ? .interrupted : ended.outcome == .completed ? .done : .notDone)
    result.struckFaults = operated.machine.struckFaults
    result.commandedMm = operated.session.steppedPosition
    result.carriageMm = operated.machine.port.position
    result.lastLine = line > 0 ? line : nil
    result.firstLosses = losses(line: line)
    result.scriptFailure = failure
    result.script = ScriptRecord(
      states: operated.states, answers: String(decoding: text, as: UTF8.self).split(separator: "\r\n").map(String.init),
      homingShiftMm: operated.session.homingShiftMm, tickHz: tickHz)
    return result
  }

  private func losses(line: UInt32) -> [RunPlace] {
    var places: [RunPlace] = []
    for motor in scenario.board.motors {
      guard let slip = operated.machine.port.report(ofMotor: motor.index)?.firstSlip else { continue }
      places.append(
        RunPlace(
          motor: motor.index, axis: ScenarioKeys.axes[motor.axis], tick: slip.tick, line: line,
          positionMm: slip.positionMm))
    }
    if let astray { places.append(astray) }
    return places.sorted { $0.tick < $1.tick }
  }

  /// What the controller says; where it says nothing, what only the rig can know.
  private func ending(line: UInt32) -> (outcome: Summary.Outcome, alarm: Summary.Alarm?) {
    let axis = operated.lastLimitAxis
    let position = operated.session.steppedPosition
    if operated.machine.stop == .powerCut {
      return (.aborted, Summary.Alarm(code: "power_cut", line: Int(line), message: Phrase.powerCut.english))
    }
    if operated.session.state == .alarm, let code = operated.session.alarm {
      var alarm = Summary.Alarm(code: code.name, line: Int(line), message: Phrase.alarm(code).english)
      if code == .hardLimit, let axis {
        alarm.axis = ScenarioKeys.axes[axis]
        alarm.positionMm = position[axis]
      }
      return (.alarm, alarm)
    }
    guard let first = losses(line: line).first else { return (.completed, nil) }
    let isSlip = astray?.motor != first.motor || astray?.tick != first.tick
    let phrase =
      isSlip
      ? Phrase.stalled(axis: first.axis, positionMm: first.positionMm ?? 0)
      : .stepsAstray(axis: first.axis, pulses: Int(operated.machine.port.alteredPulses(ofMotor: first.motor)))
    return (
      isSlip ? .stalled : .alarm,
      Summary.Alarm(
        code: isSlip ? "stall" : "lost_steps", line: Int(first.line), axis: first.axis,
        positionMm: first.positionMm, message: phrase.english)
    )
  }
}

extension OperatedMachine {
  /// Idle means that nothing is left to do.
  fileprivate func isIn(_ state: MachineState) -> Bool {
    guard session.state == state else { return false }
    return state != .idle || session.isQuiet
  }

  /// Nothing moves, and nothing will without somebody.
  fileprivate var hasSettled: Bool {
    switch session.state {
    case .run, .jog, .home, .probe: false
    case .idle, .check: session.isQuiet
    case .hold, .door, .alarm, .sleep: !session.isMoving
    }
  }
}
