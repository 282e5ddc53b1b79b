// What happens to a simulated machine comes in; the first thing that must not be goes out.

import Rig
import SimBackend
import StepperCore

/// A machine that is held, after everything it does, against what is true of it whatever is sent to it.
struct WatchedMachine: ~Copyable {
  private(set) var operated: OperatedSimulation
  private let settings: MachineSettings
  private let tickHz: Double

  /// The first thing that was wrong.
  private(set) var wrong: String?
  private(set) var visited: Set<MachineState> = []
  /// How often it began to move, and how many lines were answered.
  private(set) var motions = 0
  private(set) var answered = 0
  private(set) var alarms: [Int: Int] = [:]

  // Lines, counted from the bytes.
  /// Complete, and not answered.
  private var pending = 0
  private var endsWithReturn = false
  // What was told.
  private var halfLine: [UInt8] = []
  private var isAlarmTold = false
  private var reports = 0
  // Steps.
  private var pulses: UInt64 = 0
  private var wasMoving = false
  /// Until then a machine in an alarm may still brake.
  private var brakesUntil: UInt64 = 0
  private var lastState = MachineState.idle
  private var turns = 0

  init(_ board: Board) throws {
    var options = RunOptions()
    options.hasPhysics = false
    operated = try OperatedSimulation(board, options: options)
    settings = board.settings
    tickHz = Double(board.settings.tickHz)
    hear()
  }

  var state: MachineState { operated.session.state }

  mutating func happens(_ act: ProtocolAct) {
    switch act {
    case .bytes(let bytes): send(bytes)
    case .press(let input, let isPressed):
      for bit in 0..<32 where input.rawValue & (1 << UInt32(bit)) != 0 {
        operated.press(InputWord(rawValue: 1 << UInt32(bit)), isPressed)
      }
      look()
    case .pass(let slices): for _ in 0..<slices where wrong == nil { step() }
    }
  }

  // MARK: bytes

  private mutating func send(_ bytes: [UInt8]) {
    for byte in bytes {
      var waits = 0
      while !take(byte) {
        if wrong != nil { return }
        if operated.session.isQuiet { return fail("a line without an end keeps everything else out") }
        for _ in 0..<20 { step() }
        waits += 1
        // Nobody waits for ever at a machine that is held.
        if waits > 10 { _ = take(UInt8(ascii: "~")) }
        if waits > 200 { _ = take(RealTimeByte.reset.rawValue) }
      }
      if wrong != nil { return }
    }
    operated.session.takeLines()
    look()
  }

  /// One byte; false where there is no room for it.
  private mutating func take(_ byte: UInt8) -> Bool {
    switch byte {
    case RealTimeByte.reset.rawValue:
      hear()
      // What has not been answered never will be.
      pending = 0
      _ = operated.session.receive(byte)
      look()
    case RealTimeByte.status.rawValue:
      look()
      let before = reports
      _ = operated.session.receive(byte)
      hear()
      if reports != before + 1 { fail("a question without a report") }
    default:
      guard operated.session.receive(byte) else { return false }
      if RealTimeByte(rawValue: byte) != nil {
        look()
      } else if byte != 0 && byte < 0x80 {
        if byte == 13 || byte == 10 && !endsWithReturn { pending += 1 }
        endsWithReturn = byte == 13
      }
    }
    return true
  }

  // MARK: answers

  private mutating func hear() {
    for byte in operated.takeAnswers() {
      if byte == 10 {
        if halfLine.last != 13 { fail("a line that ends without a carriage return") }
        hear(String(decoding: halfLine.dropLast(), as: UTF8.self))
        halfLine.removeAll(keepingCapacity: true)
      } else {
        halfLine.append(byte)
      }
    }
    if operated.session.answers.lostBytes > 0 { fail("answers were lost") }
    if pending < 0 { fail("a line was answered twice") }
  }

  private mutating func hear(_ line: String) {
    if line == "ok" || line.hasPrefix("error:") {
      pending -= 1
      answered += 1
    } else if line.hasPrefix("ALARM:") {
      isAlarmTold = true
      alarms[Int(line.dropFirst(6)) ?? -1, default: 0] += 1
    } else if line.hasPrefix("<") {
      reports += 1
      if let trouble = StatusReport.trouble(line, operated.session) { fail("\(trouble): \(line)") }
    } else if line == "[MSG:Caution: Unlocked]" {
      if !isAlarmTold { fail("an alarm that nobody was told of was unlocked") }
      isAlarmTold = false
    } else if line == "[MSG:'$H'|'$X' to unlock]" {
      isAlarmTold = true
    }
  }

  // MARK: what it does

  private mutating func step() {
    switch operated.step() {
    case nil: break
    case .input: feed()
    case .person, .nothing:
      operated.session.flush()
      operated.rest()
    case .gone: fail("the machine has gone")
    }
    look()
  }

  /// Half of the time more lines are said to be on their way, and mostly are.
  private mutating func feed() {
    turns &+= 1
    if turns & 0x80 == 0 {
      operated.session.flush()
    } else if !operated.session.goOn(isSilent: turns % 50 == 0) {
      operated.rest()
    }
  }

  /// All that must be true now.
  private mutating func look() {
    hear()
    let state = operated.session.state
    visited.insert(state)
    var now: UInt64 = 0
    for motor in 0..<3 { now &+= operated.machine.port.pulses(ofMotor: motor) }
    if now != pulses { lookAtSteps(state) }
    if operated.session.isMoving && !wasMoving { motions += 1 }
    wasMoving = operated.session.isMoving
    if state == .alarm && lastState != .alarm {
      // What cannot be done is braked from; everything else cuts.
      brakesUntil = operated.session.alarm?.losesPosition == false ? operated.tick + UInt64(tickHz) : 0
    }
    pulses = now
    lastState = state
    if operated.session.isQuiet != (pending == 0) { fail("\(pending) lines without an answer") }
  }

  private mutating func lookAtSteps(_ state: MachineState) {
    let tick = operated.tick
    // The slice in which it happens has steps before it.
    if state == .sleep || state == .alarm && lastState == .alarm && tick >= brakesUntil { fail("steps in \(state)") }
    guard operated.session.isPositionKnown, state != .home else { return }
    let at = operated.session.steppedPosition, carriage = operated.machine.port.position
    for axis in 0..<3 {
      let limits = settings[axis: axis]
      if at[axis] < limits.minMm - 0.006 || at[axis] > limits.maxMm + 0.006 { fail("out of travel: \(at)") }
      if abs(at[axis] - carriage[axis]) > 0.06 { fail("it says that it is at \(at), and is at \(carriage)") }
    }
  }

  private mutating func fail(_ what: String) {
    if wrong == nil { wrong = what }
  }
}

/// What a sender reads in a report.
enum StatusReport {
  private static let states: Set<Substring> = [
    "Idle", "Run", "Hold:0", "Hold:1", "Jog", "Home", "Door:0", "Door:1", "Door:2", "Door:3", "Alarm", "Check", "Sleep",
  ]

  /// Nil where it can be read, and says where the machine is.
  static func trouble(_ line: String, _ session: borrowing Session) -> String? {
    guard line.hasSuffix(">") else { return "no end" }
    let fields = line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
    guard states.contains(fields[0]) else { return "no state" }
    var hasPosition = false
    if fields.contains("H:0") == session.isPositionKnown { return "wrong about H:0" }
    for field in fields.dropFirst() {
      guard let colon = field.firstIndex(of: ":") else { return "a field without a name" }
      let name = field[..<colon], value = field[field.index(after: colon)...]
      let numbers = value.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
      let count = ["MPos": 3, "WPos": 3, "WCO": 3, "Bf": 2, "FS": 2, "Ov": 3, "Ln": 1, "H": 1][name]
      guard let count else {
        if name == "Pn" || name == "A", value.allSatisfy({ "PXYZDEHSCFM".contains($0) }) { continue }
        return "no such field"
      }
      guard numbers.count == count, !numbers.contains(nil) else { return "no numbers" }
      guard name == "MPos" || name == "WPos" else { continue }
      hasPosition = true
      let origin = name == "MPos" ? Point.zero : session.reader.origin
      let at = session.steppedPosition - origin
      for axis in 0..<3 where abs(at[axis] - numbers[axis]!) > 0.00051 && abs(at[axis]) < 1e12 {
        return "it is at \(at)"
      }
    }
    return hasPosition ? nil : "no position"
  }
}
