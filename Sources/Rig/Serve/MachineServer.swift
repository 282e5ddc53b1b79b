// Bytes of senders come in, answers go out, and between them the machine does its next thing.

import Glibc
import StepperCore

/// What a server tells of itself.
public struct ServeHooks {
  /// Somebody wants it to end.
  public var isInterrupted: () -> Bool = { false }
  /// Senders can come now.
  public var ready: (Phrase) -> Void = { _ in }
  /// What happens at its lines, and to its machine.
  public var log = ServeLog.none
  /// What the machine has come to, at the end.
  public var ended: (Summary) -> Void = { _ in }

  public init() {}
}

/// Why a server has ended.
public enum ServeEnding: Equatable, Sendable {
  case interrupted
  /// The machine is not there any more.
  case gone(Phrase)
}

/// A machine behind lines that senders know: one of them drives it, the others see how it is.
///
/// Whoever sends more than questions while nobody drives, drives, until the connection ends. Where it ends in the middle of
/// a motion the machine brakes along its path, and is held.
struct MachineServer<Machine: ServedMachine & ~Copyable>: ~Copyable {
  private var machine: Machine
  private let board: Board
  private let switchboard: Switchboard
  private let pace: ServePace
  private let hooks: ServeHooks
  private let tickHz: Double
  private let sliceTicks: UInt64
  private var driver: Connection?
  /// When the driver last sent something beside questions, …
  private var heardNs: UInt64 = 0
  /// … and until when all was heard that had come. A server that was kept from its work for a while has not heard a silence.
  private var listenedNs: UInt64 = 0
  /// Since then a motion waits for more of its path before it begins.
  private var waitsSinceNs: UInt64?
  private let reportMemory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 512)
  private var keeper: SettingsKeeper?
  /// Work offsets that should have been there are not: every sender is told.
  private let hasLostSettings: Bool
  private var executed: ExecutedMotion
  private var toldAlarm: AlarmCode?

  init(
    _ machine: consuming Machine, _ board: Board, at switchboard: Switchboard, pace: ServePace,
    keeper: consuming SettingsKeeper? = nil, hooks: ServeHooks
  ) {
    executed = ExecutedMotion(board.settings, start: machine.startSubSteps)
    if let settings = keeper?.restored { machine.session.restore(settings) }
    hasLostSettings = keeper?.hasLost ?? false
    self.keeper = keeper
    self.board = board
    self.machine = machine
    self.switchboard = switchboard
    self.pace = pace
    self.hooks = hooks
    tickHz = Double(board.settings.tickHz)
    sliceTicks = UInt64(board.settings.sliceTicks)
    // Nobody was there to be greeted.
    _ = self.machine.takeAnswers()
  }

  deinit { reportMemory.deallocate() }

  /// A sender that was silent for so long has nothing more on its way, ns.
  private static var patienceNs: UInt64 { 250_000_000 }
  /// Lines of a sender that streams follow each other faster than this, ns.
  private static var gapNs: UInt64 { 50_000_000 }

  /// Serves until it is told to end; the machine is at rest then, and every output inactive.
  mutating func run() -> ServeEnding {
    let isThere = serve() && comeToRest()
    keep()
    machine.end()
    note()
    tell(.ended)
    return isThere ? .interrupted : .gone(machine.loss ?? .machineGone)
  }

  /// What the machine has come to; after ``run()``.
  func summary(_ options: RunOptions) -> Summary {
    var summary = Summary(
      rigctl: options.version, job: Summary.Job(path: "", lines: Int(machine.session.executingLine), bytes: 0),
      board: board.name, backend: options.backend.rawValue, seed: options.seed,
      result: machine.loss != nil ? .error : toldAlarm != nil ? .alarm : .completed,
      tickHz: Int(board.settings.tickHz))
    if let code = toldAlarm {
      summary.alarm = Summary.Alarm(
        code: code.name, line: summary.job.lines, message: Phrase.alarm(code).english)
    }
    machine.tell(&summary, executed, board)
    return summary
  }

  /// False: the machine is not there any more.
  private mutating func serve() -> Bool {
    var maker: PaceMaker?
    if case .wallClock(let speed) = pace { maker = PaceMaker(tickHz: tickHz, speed: speed, tick: machine.tick) }
    var waitMs: Int32 = 0
    while !hooks.isInterrupted() {
      listenedNs = monotonicNs()
      switchboard.wait(ms: waitMs)
      converse()
      let isThere: Bool
      switch pace {
      case .wallClock:
        let due = maker?.due(at: machine.tick) ?? 0
        isThere = advance(until: due)
        waitMs = machine.tick >= due ? maker?.waitMs(until: machine.tick &+ sliceTicks) ?? 1 : 0
      case .own:
        isThere = step()
      case .fastest:
        isThere = advanceFast(&waitMs)
      }
      if !isThere { return false }
    }
    return true
  }

  // MARK: machine time

  /// The wall clock decides: who is late with the next line finds the machine at rest.
  private mutating func advance(until due: UInt64) -> Bool {
    var steps = 0
    while machine.tick < due && steps < 256 {
      steps += 1
      if !step() { return false }
    }
    return true
  }

  /// The machine's next thing, whatever it is.
  private mutating func advance() -> OperatedWait? {
    defer { note() }
    return machine.step()
  }

  /// The machine's next thing, without waiting for lines that may come; on real lines it takes half a millisecond at most.
  private mutating func step() -> Bool {
    switch advance() {
    case nil: break
    case .input: if !feed() { goOn() }
    case .person, .nothing: if !feed() { rest() }
    case .gone: return false
    }
    deliver()
    return true
  }

  /// A path that was ended at each line that is not here yet would stop at each of them.
  private mutating func goOn() {
    let isSilent = listenedNs > heardNs &+ Self.gapNs
    let isLate = waitsSinceNs.map { listenedNs > $0 &+ Self.gapNs } ?? false
    if machine.session.goOn(isSilent: isLate || isSilent) {
      waitsSinceNs = nil
    } else {
      waitsSinceNs = waitsSinceNs ?? listenedNs
      rest()
    }
  }

  /// Time passes only while there is something to do: a job whose lines follow each other gives the same pulses as from a file.
  private mutating func advanceFast(_ waitMs: inout Int32) -> Bool {
    waitMs = 0
    for _ in 0..<256 {
      switch advance() {
      case nil: break
      case .input:
        if feed() { break }
        deliver()
        if mayBeSending {
          waitMs = 10
          return true
        }
        machine.session.flush()
      case .person, .nothing:
        if feed() { break }
        rest()
        deliver()
        waitMs = 10
        return true
      case .gone: return false
      }
      deliver()
    }
    return true
  }

  private mutating func rest() {
    // Lines behind one that was refused may still be on their way.
    if machine.session.isQuiet && !mayBeSending { machine.session.flush() }
    machine.rest()
    // Changed while it moved.
    keep()
  }

  private var mayBeSending: Bool { listenedNs < heardNs &+ Self.patienceNs }

  /// Brakes along the path, as for a hold; false where the machine is not there any more.
  private mutating func comeToRest() -> Bool {
    machine.session.hangUp()
    // Ten seconds are longer than any machine brakes; homing may take longer, and is cut.
    let end = monotonicNs() &+ 10_000_000_000
    while machine.session.isMoving && monotonicNs() < end {
      switch advance() {
      case nil: break
      case .input: machine.session.flush()
      case .person, .nothing: machine.rest()
      case .gone: return false
      }
    }
    return true
  }

  // MARK: what is remembered

  /// What was executed, and what the machine does now.
  private mutating func note() {
    if let slice = machine.takeSlice() { executed.add(slice) }
    let news = machine.takeStates()
    for one in news { hooks.log.tell(.state(one.state), tick: one.tick) }
    let alarm = machine.session.alarm
    guard !news.isEmpty || alarm != toldAlarm else { return }
    if let alarm, alarm != toldAlarm { tell(.alarm(alarm, position: machine.session.steppedPosition)) }
    toldAlarm = alarm
  }

  private func tell(_ event: ServeEvent) { hooks.log.tell(event, tick: machine.tick) }

  /// Writes the settings down where they have changed. Only at rest: a disk may take its time.
  private mutating func keep() {
    guard keeper != nil, !machine.session.isMoving else { return }
    do throws(OutputError) {
      try keeper?.keep(machine.session.kept)
    } catch {
      tell(.settingsNotKept(error))
      machine.session.tell("Work offsets cannot be kept: they will be lost with the power")
    }
  }

  // MARK: lines

  private mutating func converse() {
    for one in switchboard.arrivals {
      tell(.senderCame(one.name))
      one.send("\r\n\(Session.greeting)\r\n".utf8)
      if hasLostSettings { one.send("[MSG:Kept work offsets were damaged: set the work zero anew]\r\n".utf8) }
    }
    switchboard.arrivals.removeAll()
    for one in switchboard.connections {
      let bytes = one.takeArrived()
      if bytes.isEmpty { continue }
      if driver == nil && bytes.contains(where: \.drives) {
        driver = one
        tell(.senderDrives(one.name))
      }
      if one === driver { listen(to: one, bytes) } else { answerWatcher(one, bytes) }
    }
    _ = feed()
    deliver()
    for one in switchboard.takeGone() {
      tell(.senderWent(one.name))
      if one === driver { loseDriver() }
    }
  }

  /// What acts at once does so wherever it stands.
  private mutating func listen(to one: Connection, _ bytes: [UInt8]) {
    // Who asks how the machine is does not keep it waiting.
    if bytes.contains(where: \.drives) { heardNs = monotonicNs() }
    for byte in bytes {
      guard let command = RealTimeByte(rawValue: byte) else {
        one.waiting.append(byte)
        continue
      }
      if command == .reset { one.waiting.removeAll(keepingCapacity: true) }
      // What has been answered so far was before it.
      deliver()
      _ = machine.session.receive(byte)
      machine.note()
      deliver()
    }
  }

  /// Hands over what the machine has room for; false where there was nothing, or no room.
  private mutating func feed() -> Bool {
    guard let driver, !driver.waiting.isEmpty else { return false }
    let taken = machine.send(driver.waiting)
    if taken == driver.waiting.count {
      driver.waiting.removeAll(keepingCapacity: true)
    } else {
      driver.waiting.removeFirst(taken)
    }
    return taken > 0
  }

  /// Answers go to whoever drives; without anybody there is nobody to hear them.
  private mutating func deliver() {
    guard machine.session.answers.count > 0 else { return }
    // What is acknowledged is on the disk.
    keep()
    if hooks.log.hasDetails { tellRefusals() }
    driver?.send(machine.session.answers.bytes)
    machine.session.answers.removeAll()
  }

  private func tellRefusals() {
    for line in machine.session.answers.bytes.split(separator: 10) where line.starts(with: "error:".utf8) {
      let digits = line.dropFirst(6).prefix { $0 >= 48 && $0 <= 57 }
      tell(.refused(digits.reduce(0) { $0 * 10 + Int($1 - 48) }))
    }
  }

  private mutating func answerWatcher(_ one: Connection, _ bytes: [UInt8]) {
    for byte in bytes {
      switch byte {
      case RealTimeByte.status.rawValue: one.send(report())
      case 10 where one.endsWithReturn: break
      case 10, 13:
        if one.lineBytes > 0 {
          if !one.wasRefused { one.send("[MSG:Another sender drives this machine]\r\n".utf8) }
          one.wasRefused = true
          one.send("error:9\r\n".utf8)
        } else {
          one.send("ok\r\n".utf8)
        }
        one.lineBytes = 0
      default: if byte < 0x80 && RealTimeByte(rawValue: byte) == nil { one.lineBytes += 1 }
      }
      one.endsWithReturn = byte == 13
    }
  }

  private func report() -> [UInt8] {
    var buffer = AnswerBuffer(storage: reportMemory)
    machine.session.writeReport(into: &buffer)
    return Array(buffer.bytes)
  }

  private mutating func loseDriver() {
    driver = nil
    let wasMoving = machine.session.isMoving
    machine.session.hangUp()
    machine.session.answers.removeAll()
    machine.note()
    if wasMoving { tell(.driverLost) }
  }
}

extension UInt8 {
  /// A question is no driving, nor is the end of a line.
  fileprivate var drives: Bool { self != RealTimeByte.status.rawValue && self != 10 && self != 13 }
}
