// A script's machine on lines: what its ticks have come to, and what has gone wrong with them.

import GPIOBackend
import StepperCore

struct ScriptedLines<Port: StepPort & SendableMetatype & ~Copyable, Timer: TickTimer & SendableMetatype & ~Copyable>:
  ScriptedMachine, ~Copyable
where Port.Failure == GPIOTransferError {
  private let board: Board
  private var operated: OperatedLines<Port, Timer>

  init(_ board: Board, _ operated: consuming OperatedLines<Port, Timer>) {
    self.board = board
    self.operated = operated
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

  /// Nobody's hand is at the machine: scenarios with such steps are not run on lines.
  mutating func perform(_ action: ScriptStep.Action) {}

  mutating func transmit(_ bytes: ArraySlice<UInt8>) -> Int { operated.send(bytes) }

  mutating func account(_ slice: Slice?) {}

  mutating func end() throws(ScenarioBreak) { operated.end() }

  func suddenEnd(line: UInt32) -> ScriptEnding? {
    switch operated.trouble {
    case .lost(let error):
      ScriptEnding(
        outcome: .error,
        alarm: Summary.Alarm(
          code: "gpio", line: Int(line), message: Phrase.linesLost(reason: error.description).english))
    case .noGuard:
      ScriptEnding(
        outcome: .alarm,
        alarm: Summary.Alarm(code: "guard_lost", line: Int(line), message: Phrase.guardLost.english))
    case .lateTick, nil: nil
    }
  }

  func hiddenEnd(line: UInt32) -> ScriptEnding? {
    guard case .lateTick(let us) = operated.trouble else { return nil }
    let message = Phrase.tickTooLate(us: us, limitUs: Double(board.realTime.holdUs))
    return ScriptEnding(
      outcome: .alarm, alarm: Summary.Alarm(code: "late_tick", line: Int(line), message: message.english))
  }

  func fill(_ result: inout RunResult, _ executed: ExecutedMotion) {
    operated.tell(&result.summary, executed, board)
    result.slowdowns = operated.machine.slowdowns
    result.standstills = operated.machine.underruns
    if case .lost? = operated.trouble { result.exit = .system }
  }
}
