// Each state of the machine and each thing that can happen to it, brought about as people and senders do: by bytes and by
// contacts. What follows is held against a table that was written by hand.

import Rig
import SimBackend
import StepperCore
import Testing

@Suite("What happens to a machine")
struct TransitionTests {
  /// In the middle of everything: nothing ends while it is looked at.
  private static let board = Result {
    let text = try BoardFixture.edited("probe: {pin", "door: {pin: GPIO4, normally: closed}\nprobe: {pin")
    var board = try BoardFixture.read(text).0
    board.startPosition = Point(100, 80, -20)
    return board
  }

  @Test(
    "follows the written table in every state: what it does then, what it answers, and whether steps come",
    arguments: MachineState.allCases, MachineEvent.allCases)
  func follows(_ state: MachineState, _ event: MachineEvent) throws {
    guard let wanted = WrittenTransitions.of(state, event) else { return }
    var one = try Operator(Self.board.get())
    bring(&one, into: state, for: event)
    let before = one.state
    try #require(before == state, "it could not be brought there")
    let begun = one.answers.count, pulses = one.pulses
    cause(event, in: state, at: &one)
    let after = one.state, cut = one.pulses
    one.pass(seconds: 1.2)
    let braked = one.pulses
    one.pass(seconds: 0.3)
    let answers = verdicts(one.answers.dropFirst(begun))
    #expect(after == wanted.state)
    #expect(answers == wanted.answers, "\(one.answers.dropFirst(begun))")
    switch wanted.steps {
    case .go: #expect(one.pulses > braked)
    case .brake: #expect(one.pulses == braked && braked > cut)
    // Two millimetres a second and twenty make at most so many before a limit counts, which takes a thousandth.
    case .none: #expect(one.pulses == cut && (event == .finished || event == .fault || cut - pulses <= 8))
    }
  }

  @Test("the written table is the core's own", arguments: MachineState.allCases, MachineEvent.allCases)
  func agrees(_ state: MachineState, _ event: MachineEvent) {
    guard let written = WrittenTransitions.of(state, event) else { return }
    if WrittenTransitions.isNeverAsked(state, event) != nil { return }
    switch state.after(event) {
    case .to(let next): #expect(written.state == next)
    case .none: #expect(written.state == state)
    case .brake: #expect(written.state == state && written.steps == .brake)
    case .refuse(let refusal):
      #expect(written.state == state && written.answers == ["error:\(refusal.grblNumber)"])
    }
  }

  @Test(
    "a line that comes while the machine homes or probes waits, and is answered behind it",
    arguments: ["home", "probe"],
    ["G53 G1 X110 F1200", "$J=G53 X110 F1200", "$X", "$C", "$SLP", "G38.3 Z-1 F300"])
  func waits(_ state: String, _ line: String) throws {
    var one = try Operator(Self.board.get())
    bring(&one, into: state == "home" ? .home : .probe, for: .program)
    let begun = one.answers.count
    one.send(line + "\n")
    one.settle()
    #expect(verdicts(one.answers.dropFirst(begun)) == ["ok", "ok"], "\(one.answers.dropFirst(begun))")
  }

  // MARK: into a state

  private func bring(_ one: inout Operator, into state: MachineState, for event: MachineEvent) {
    switch state {
    case .idle: break
    case .run:
      // A dwell is a run at rest.
      one.send(event == .resetAtRest ? "G4 P9\n" : event == .finished ? "G53 G1 X101 F1200\n" : Self.motion)
      // What follows a motion is seen when that is over.
      if event == .probeBegins { one.send("!\u{18}G53 G1 X101 F1200\n") }
      one.pass(seconds: event == .probeBegins || event == .finished ? 0.01 : 0.3)
    case .hold:
      bring(&one, into: .run, for: .hold)
      one.send("!")
      if event != .resetInMotion { one.pass(seconds: 1) }
    case .jog:
      one.send(event == .finished ? "$J=G53 X101 F1200\n" : "$J=G53 X190 F1200\n")
      // Before its first step.
      if event == .resetAtRest { return }
      one.pass(seconds: event == .finished ? 0.01 : 0.3)
    case .home:
      one.send("$H\n")
      if event != .resetAtRest { one.pass(seconds: 0.3) }
    case .probe:
      one.send("G91 G38.2 Z-25 F120\n")
      one.pass(seconds: 0.3)
      // Between its last step and its end.
      while event == .resetAtRest && one.operated.session.isMoving { _ = one.operated.step() }
    case .door:
      bring(&one, into: .run, for: .doorOpened)
      one.press(.door)
      if event == .resetInMotion { return }
      one.pass(seconds: 1)
      if event != .doorClosed { one.press(.door, false) }
      one.pass(seconds: 0.1)
    case .alarm:
      if event == .resetInMotion { bring(&one, into: .run, for: .fault) }
      one.send("G53 G1 X5000 F600\n")
      if event != .resetInMotion { one.pass(seconds: 0.1) }
    case .check: one.send("$C\n")
    case .sleep:
      one.send("$SLP\n")
      one.pass(seconds: 0.1)
    }
    if event == .doorClosed && state != .door {
      one.press(.door)
      one.pass(seconds: 0.01)
    }
  }

  private static let motion = "G53 G1 X200 F1200\n"

  // MARK: an event

  private func cause(_ event: MachineEvent, in state: MachineState, at one: inout Operator) {
    let tick = one.operated.tick
    switch event {
    case .program: one.send(Self.motion)
    case .jog: one.send("$J=G53 X200 F1200\n")
    case .home: one.send("$H\n")
    case .unlock: one.send("$X\n")
    case .check: one.send("$C\n")
    case .sleep: one.send("$SLP\n")
    case .hold: one.send("!")
    case .resume: one.send("~")
    case .cancelJog: one.send([0x85])
    case .resetAtRest, .resetInMotion: one.send("\u{18}")
    case .doorOpened: one.press(.door)
    case .doorClosed: one.press(.door, false)
    case .probeBegins:
      one.send("G91 G38.2 Z-25 F120\n")
      // Motors wake up, or a motion ends, before it.
      if state == .idle || state == .run { one.pass(seconds: 0.5) }
    case .finished: one.settle()
    case .limit: one.press(.limitMax(1))
    case .emergencyStop: one.press(.emergencyStop)
    case .fault: fail(in: state, tick, at: &one)
    }
    // A limit counts after a thousandth of a second.
    one.pass(seconds: 0.002)
  }

  /// What was asked for cannot be done.
  private func fail(in state: MachineState, _ tick: UInt64, at one: inout Operator) {
    switch state {
    case .home:
      one.operated.machine.port.stick(.limitMax(2), pressed: false, at: tick)
      one.settle()
    case .probe:
      one.operated.machine.port.layStock(zMm: -1000, at: tick)
      one.settle()
    case .jog: one.send("$J=G53 X5000 F600\n")
    default: one.send("G53 G1 X5000 F600\n")
    }
  }

  // MARK: what came of it

  /// Lines are answered by these, alarms told; all else is for people.
  private func verdicts(_ answers: Substring) -> [String] {
    answers.split(separator: "\r\n").compactMap { line in
      if line.hasPrefix("Grbl ") { return "greeting" }
      return line == "ok" || line.hasPrefix("error:") || line.hasPrefix("ALARM:") ? String(line) : nil
    }
  }
}
