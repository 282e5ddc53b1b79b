// Somebody at a simulated machine: sends lines, waits, and keeps what was answered.

import Rig
import SimBackend
import StepperCore
import Testing

/// A person, or a sender, at a machine that is as fast as it can be.
struct Operator: ~Copyable {
  var operated: OperatedSimulation
  private(set) var answers = ""
  private let tickHz: Double

  init(_ board: Board, physics: Bool = false, faults: [SimFault] = [], mustHome: Bool = false, seed: UInt64 = 1) throws
  {
    var options = RunOptions()
    options.hasPhysics = physics
    options.faults = faults
    options.seed = seed
    operated = try OperatedSimulation(board, options: options, mustHome: mustHome)
    tickHz = Double(board.settings.tickHz)
    collect()
  }

  var state: MachineState { operated.session.state }
  var position: Point { operated.session.position }
  /// Where the simulated carriage is.
  var carriage: Point { operated.machine.port.position }
  /// All step pulses that the drivers have seen.
  var pulses: UInt64 { (0..<3).reduce(0) { $0 + operated.machine.port.pulses(ofMotor: $1) } }
  var seconds: Double { Double(operated.machine.engine.tick) / tickHz }

  /// Sends a text, and does what can be done at once; all of it where it waits for nothing.
  @discardableResult
  mutating func send(_ text: String) -> String { send(Array(text.utf8)) }

  @discardableResult
  mutating func send(_ all: [UInt8]) -> String {
    let before = answers.count
    var bytes = all[...]
    while !bytes.isEmpty {
      let taken = operated.send(bytes)
      bytes = bytes.dropFirst(taken)
      if taken == 0 { step() }
    }
    collect()
    return String(answers.dropFirst(before))
  }

  /// Goes on until nothing moves and nothing is left to do, at most so long; what was answered.
  @discardableResult
  mutating func settle(seconds limit: Double = 1000) -> String {
    let before = answers.count
    let end = seconds + limit
    while seconds < end {
      switch operated.step() {
      case nil: break
      case .input: operated.session.flush()
      case .person, .nothing, .gone:
        collect()
        return String(answers.dropFirst(before))
      }
      collect()
    }
    return String(answers.dropFirst(before))
  }

  /// A line, until it has been executed.
  @discardableResult
  mutating func line(_ text: String) -> String {
    let first = send(text + "\n")
    return first + settle()
  }

  /// Machine time passes, with whatever is going on.
  mutating func pass(seconds: Double) {
    let end = self.seconds + seconds
    while self.seconds < end { step() }
    collect()
  }

  private mutating func step() {
    switch operated.step() {
    case nil: break
    case .input: operated.session.flush()
    case .person, .nothing: operated.rest()
    case .gone: return
    }
    collect()
  }

  private mutating func collect() { answers += String(decoding: operated.takeAnswers(), as: UTF8.self) }

  mutating func press(_ input: InputWord, _ isPressed: Bool = true) { operated.press(input, isPressed) }

  /// The outputs, some time after real-time bytes.
  mutating func levels(afterBytes bytes: [RealTimeByte]) -> PortWord {
    _ = operated.send(bytes.map(\.rawValue))
    pass(seconds: 0.1)
    return operated.machine.engine.levels
  }

  mutating func turns(afterBytes bytes: [RealTimeByte]) -> Bool { levels(afterBytes: bytes).contains(.spindle) }

  mutating func report() -> String { send("?") }
}
