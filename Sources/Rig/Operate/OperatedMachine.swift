// A machine that somebody operates, wherever its ticks run: bytes come in, answers go out, and machine time passes.

import StepperCore

/// A ``Session`` with a machine behind it: simulated (``OperatedSimulation``) or on lines (``OperatedLines``).
///
/// Planner thread only. Pull: ``step()`` until it waits for something; then give it that, or let it ``rest()``.
public protocol OperatedMachine: ~Copyable {
  /// The machine as senders know it.
  var session: Session { get set }

  /// Machine time since it was switched on, in ticks: those of the simulation, or the wall clock's.
  var tick: UInt64 { get }

  /// What the machine was found doing: from the beginning, or since this was last emptied but for the last.
  var states: [MachineStateChange] { get set }

  /// Does the next thing; nil where there may be more to do at once. On lines it may sleep for a slice.
  mutating func step() -> OperatedWait?

  /// Lets a slice's time pass while there is nothing to do.
  mutating func rest()

  /// What was executed last, or given to be executed; once.
  mutating func takeSlice() -> Slice?

  /// Looks whether the machine does something else now than when it was last looked at.
  mutating func note()
}

/// What an operated machine waits for.
public enum OperatedWait: Equatable, Sendable {
  /// More of the program.
  case input
  /// A person has something to do, and then resumes.
  case person(QueueStop, line: UInt32)
  /// Nothing: it rests.
  case nothing
  /// It will do nothing more: its mains have failed, or its lines cannot be reached.
  case gone
}

/// A state, and the tick on which it was first found.
public struct MachineStateChange: Equatable, Sendable {
  public var state: MachineState
  public var tick: UInt64

  public init(state: MachineState, tick: UInt64) {
    self.state = state
    self.tick = tick
  }
}

extension OperatedMachine where Self: ~Copyable {
  /// Sends bytes; as many as there is room for.
  ///
  /// - Returns: how many were taken.
  public mutating func send(_ bytes: some Collection<UInt8>) -> Int {
    var taken = 0
    for byte in bytes {
      guard session.receive(byte) else { break }
      taken += 1
    }
    session.takeLines()
    note()
    return taken
  }

  /// What it was found doing since this was last asked; what it does now is not told again.
  mutating func takeStates() -> [MachineStateChange] {
    guard states.count > 1 else { return [] }
    let news = Array(states.dropFirst())
    states.removeFirst(states.count - 1)
    return news
  }

  /// What has been answered since this was last asked.
  public mutating func takeAnswers() -> [UInt8] {
    defer { session.answers.removeAll() }
    return Array(session.answers.bytes)
  }

  /// Idle means that nothing is left to do.
  func isIn(_ state: MachineState) -> Bool {
    guard session.state == state else { return false }
    return state != .idle || session.isQuiet
  }

  /// Nothing moves, and nothing will without somebody.
  var hasSettled: Bool {
    switch session.state {
    case .run, .jog, .home, .probe: false
    case .idle, .check: session.isQuiet
    case .hold, .door, .alarm, .sleep: !session.isMoving
    }
  }
}
