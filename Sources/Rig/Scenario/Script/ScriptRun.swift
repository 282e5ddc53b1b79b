// A script and a machine come in; what came of the machine, and of the steps, goes out.

import StepperCore

/// Runs a script to its end, and then lets the machine finish what it has been given.
struct ScriptRun<Machine: ScriptedMachine & ~Copyable>: ~Copyable {
  private let scenario: Scenario
  private let options: RunOptions
  private let hooks: RunHooks
  private let tickHz: Double
  private var operated: Machine
  /// What was sent, and has had no room yet.
  private var unsent: ArraySlice<UInt8> = []
  private var text: [UInt8] = []
  private var executed: ExecutedMotion
  private var failure: Phrase?
  private var isInterrupted = false

  init(_ scenario: Scenario, options: RunOptions, hooks: RunHooks, machine: consuming Machine) {
    self.scenario = scenario
    self.options = options
    self.hooks = hooks
    tickHz = Double(scenario.board.settings.tickHz)
    executed = ExecutedMotion(scenario.board.settings, start: machine.startSubSteps)
    operated = machine
  }

  mutating func run() throws(ScenarioBreak) -> RunResult {
    for step in scenario.steps where failure == nil && !isInterrupted { perform(step) }
    if failure == nil { finish() }
    return try result()
  }

  // MARK: steps

  private mutating func perform(_ step: ScriptStep) {
    let tick = operated.tick
    switch step.action {
    case .send(let bytes):
      unsent = ArraySlice(Array(unsent) + bytes)
      feed()
    case .realTime(let byte): _ = operated.transmit([byte.rawValue])
    case .press, .begin, .mend, .stock: operated.perform(step.action)
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
    let tick = Int(operated.tick)
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
  private mutating func advance(until end: UInt64, _ isDone: (borrowing Machine) -> Bool) -> Bool {
    var steps = 0
    while true {
      if unsent.isEmpty && isDone(operated) { return true }
      if operated.tick >= end || isInterrupted { return false }
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
      case .gone: return isDone(operated)
      }
      account()
    }
  }

  /// Sends what waits; false where nothing could be sent.
  @discardableResult
  private mutating func feed() -> Bool {
    guard !unsent.isEmpty else { return false }
    let taken = operated.transmit(unsent)
    unsent = unsent.dropFirst(taken)
    return taken > 0
  }

  /// What has been executed, for all who want to know.
  private mutating func account() {
    text += operated.takeAnswers()
    let slice = operated.takeSlice()
    if let slice { executed.add(slice) }
    operated.account(slice)
  }

  // MARK: the end

  private mutating func result() throws(ScenarioBreak) -> RunResult {
    account()
    try operated.end()
    account()
    let line = operated.session.executingLine
    let ended = ending(line: line)
    var summary = Summary(
      rigctl: options.version, job: Summary.Job(path: scenario.file, lines: Int(line), bytes: 0),
      board: scenario.board.name, backend: options.backend.rawValue, seed: options.seed, result: ended.outcome,
      tickHz: Int(tickHz))
    summary.alarm = ended.alarm
    var result = RunResult(
      summary: summary, exit: isInterrupted ? .interrupted : ended.outcome == .completed ? .done : .notDone)
    result.commandedMm = operated.session.steppedPosition
    result.lastLine = line > 0 ? line : nil
    result.scriptFailure = failure
    result.script = ScriptRecord(
      states: operated.states, answers: String(decoding: text, as: UTF8.self).split(separator: "\r\n").map(String.init),
      homingShiftMm: operated.session.homingShiftMm, tickHz: tickHz)
    operated.fill(&result, executed)
    return result
  }

  /// What the controller says; what only the rig can know comes before it where it ended everything, and else behind it.
  private func ending(line: UInt32) -> ScriptEnding {
    let position = operated.session.steppedPosition
    if let end = operated.suddenEnd(line: line) { return end }
    if operated.session.state == .alarm, let code = operated.session.alarm {
      var alarm = Summary.Alarm(code: code.name, line: Int(line), message: Phrase.alarm(code).english)
      if code == .hardLimit, let axis = operated.lastLimitAxis {
        alarm.axis = ScenarioKeys.axes[axis]
        alarm.positionMm = position[axis]
      }
      return ScriptEnding(outcome: .alarm, alarm: alarm)
    }
    return operated.hiddenEnd(line: line) ?? ScriptEnding(outcome: .completed, alarm: nil)
  }
}
