// Somebody at a machine in real time whose lines lead into a simulated machine: the loop, its thread and its rings, and no Pi.

import GPIOBackend
import Rig
import SimBackend
import StepperCore
import Synchronization
import Testing
import VirtualTime

/// Lines that move a simulated machine, and bring back its switches.
struct MachineLines: StepPort, ~Copyable {
  let world: MachineWorld

  mutating func write(
    _ levels: PortWord, changing: PortWord, at instant: PortInstant
  ) throws(GPIOTransferError) {
    if world.isBroken.load(ordering: .relaxed) { throw .write(code: 5) }
    world.port.write(levels, changing: changing, at: instant)
  }

  mutating func readInputs() throws(GPIOTransferError) -> InputWord {
    world.port.readInputs() | InputWord(rawValue: world.pressed.load(ordering: .relaxed))
  }
}

/// The simulated machine, which belongs to the tick thread, and a person's hands, which do not.
final class MachineWorld: @unchecked Sendable {
  var port: SimPort
  let pressed = Atomic<UInt32>(0)
  let isBroken = Atomic<Bool>(false)
  let hasGuard = Atomic<Bool>(true)
  /// Sleepers wake 3 ms late.
  let isLate = Atomic<Bool>(false)
  let time = VirtualWorld(seed: 1)

  init(_ board: Board) {
    port = SimPort(board.simulation(nil))
    time.wakeLatencyNs = { [unowned self] noise in
      isLate.load(ordering: .relaxed) ? 3_000_000 : noise.next() % 2_000
    }
  }
}

/// A person, or a sender, at that machine.
struct LinesOperator: ~Copyable {
  var operated: OperatedLines<MachineLines, VirtualTimer>
  let world: MachineWorld
  private(set) var answers = ""

  /// - Parameters:
  ///   - truth: where the machine really stands; the controller believes what the board says.
  ///   - other: what it really is.
  init(_ board: Board, at truth: Point? = nil, real other: Board? = nil, mustHome: Bool = false) throws {
    var real = other ?? board
    if let truth { real.startPosition = truth }
    let world = MachineWorld(real)
    self.world = world
    var live = LiveOptions()
    live.isGuarded = { world.hasGuard.load(ordering: .relaxed) }
    operated = try OperatedLines(board, mustHome: mustHome, live: live) { start in
      LiveMachine(
        board.settings, port: MachineLines(world: world), timer: VirtualTimer(world.time), limits: .none,
        loop: board.loopSettings, start: start)
    }
    collect()
  }

  /// Ends the ticks; the machine may be looked at from then on.
  mutating func end() { operated.end() }

  var state: MachineState { operated.session.state }
  var position: Point { operated.session.position }

  @discardableResult
  mutating func send(_ text: String) -> String {
    let before = answers.count
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let taken = operated.send(bytes)
      bytes = bytes.dropFirst(taken)
      if taken == 0 { step() }
    }
    collect()
    return String(answers.dropFirst(before))
  }

  /// Until nothing is left to do that was sent, or something holds.
  @discardableResult
  mutating func settle() -> String {
    let before = answers.count
    until("settled") {
      $0.session.isQuiet && $0.session.state != .run && $0.session.state != .jog
        && $0.session.state != .home && $0.session.state != .probe && !$0.session.isMoving
    }
    return String(answers.dropFirst(before))
  }

  @discardableResult
  mutating func line(_ text: String) -> String {
    let first = send(text + "\n")
    return first + settle()
  }

  /// Goes on until something is true; a failure of the test where it never is.
  mutating func until(
    _ what: String, _ holds: (borrowing OperatedLines<MachineLines, VirtualTimer>) -> Bool
  ) {
    let end = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < end {
      if holds(operated) { return }
      if !step() { break }
    }
    let isTrue = holds(operated)
    if !isTrue { Issue.record("never: \(what); \(answers)") }
  }

  /// The session looks at the machine once.
  mutating func turn() { _ = step() }

  /// False when the machine has gone.
  @discardableResult
  private mutating func step() -> Bool {
    var goesOn = true
    switch operated.step() {
    case nil: break
    case .input: operated.session.flush()
    case .person, .nothing: operated.rest()
    case .gone: goesOn = false
    }
    collect()
    return goesOn
  }

  private mutating func collect() { answers += String(decoding: operated.takeAnswers(), as: UTF8.self) }

  func press(_ input: InputWord, _ isPressed: Bool = true) {
    world.pressed.store(isPressed ? input.rawValue : 0, ordering: .relaxed)
  }
}
