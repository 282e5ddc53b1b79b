// The job's side of a run: commands are taken from the stream, remarked on, and given to the pump or refused.

import StepperCore

/// A job on its way into the pump, and what became of it.
struct JobFeed: ~Copyable {
  let board: Board
  var stream: CommandStream
  /// What the pump was given, to hold the executed motion against.
  var deviation: PathDeviation
  private let shaperSkew: ShaperSkew
  /// What follows a probe depends on where it ends: nothing is read ahead of it.
  var awaitsProbe = false
  private(set) var isOver = false
  /// Lines of the job; 0 while unknown.
  private(set) var lines: UInt32 = 0
  var notes = RunNotes()
  var outcome = Summary.Outcome.completed
  var exit = ExitCode.done
  var alarm: Summary.Alarm?
  /// Why the job was not done, with its place.
  var failure: Phrase?
  /// The same without its place.
  private(set) var reason: Phrase?
  /// What the whole job cuts; nil where it could not be read before.
  private(set) var scout: JobScout?
  /// Speeds of the spindle and the lines from which they hold, for a machine that has no way to tell.
  var spindleWords: [SpindleWord] = []
  /// Motions that cannot be made, behind the first one; and how many there are, also where not all are kept.
  private(set) var refusals: [ReportInput.Note] = []
  private(set) var refusalCount = 0
  /// All wrong lines.
  private(set) var faults: [Phrase] = []

  init(_ file: consuming JobFile, board: Board, origin: Point?, isInterrupted: @escaping () -> Bool) {
    self.board = board
    stream = CommandStream(file, reader: board.reader(origin: origin), isInterrupted: isInterrupted)
    shaperSkew = ShaperSkew(board.settings)
    deviation = PathDeviation(board.settings, at: board.startPosition)
    deviation.reserve(segments: board.lookAheadSegments)
  }

  /// Reads the whole job first, where it can be read twice. False, with the reasons told, where it could not be run.
  mutating func passesPreflight() -> Bool {
    guard stream.file.canRewind else { return true }
    let preflight = Preflight(&stream, board.settings, at: board.startPosition)
    lines = preflight.lines
    scout = preflight.scout
    if preflight.isInterrupted {
      interrupt(atLine: lines)
      return false
    }
    if !preflight.faults.isEmpty {
      refuse(preflight.faults, further: preflight.furtherFaults)
      return false
    }
    if let refusal = preflight.refusal {
      refuse(refusal.error, line: refusal.line)
      refusals = preflight.furtherRefusals.map {
        ReportInput.Note(line: Int($0.line), text: Self.words($0.error, board))
      }
      refusalCount = preflight.furtherRefusalCount
      return false
    }
    return true
  }

  /// Before each slice: a window so short that its end is felt is kept full, as a sender keeps it, so that a file and a
  /// sender give the same motion. Longer ones are filled in halves, which spares the planner.
  mutating func keepFull(_ motion: inout Motion) {
    guard board.lookAheadSegments <= Self.shortWindow, motion.hasRoom, !awaitsProbe, !isOver else { return }
    fill(&motion)
  }

  private static let shortWindow = 256

  /// Fills the window.
  mutating func fill(_ motion: inout Motion) {
    while motion.hasRoom && !awaitsProbe && !isOver {
      switch stream.next() {
      case .command(let command, let line): take(command, line: line, &motion)
      case .fault(let fault): refuse([fault], further: 0)
      case .interrupted: interrupt(atLine: stream.line)
      case .end:
        isOver = true
        lines = stream.line
        if let broken = stream.failure {
          fail(broken, .system)
        } else if stream.file.bytesRead == 0 {
          fail(.isEmpty, .wrongUse)
        }
      }
    }
    if awaitsProbe || isOver { motion.flush() }
  }

  private mutating func take(_ command: Command, line: UInt32, _ motion: inout Motion) {
    remark(command, line: line)
    do throws(MotionError) {
      try motion.add(command, line: line)
    } catch {
      refuse(error, line: line)
      return
    }
    deviation.program(command, line: line)
    if let notice = motion.takeNotice() { remark(notice) }
    if case .probe = command { awaitsProbe = true }
  }

  private mutating func remark(_ command: Command, line: UInt32) {
    switch command {
    case .notice(.toolLengthMissing(let tool)):
      notes.addOnce(.toolLengthMissing(tool: tool), line: line)
    case .coolant(let flood, let mist):
      let has = board.outputs.reduce(PortWord.none) { $0 | $1.bits }
      if (flood && !has.contains(.flood)) || (mist && !has.contains(.mist)) {
        notes.addOnce(.coolantMissing, line: line)
      }
    case .spindle(let mode, let rpm):
      let spindle = board.settings.spindle
      if spindle.kind != .laser { spindleWords.append(SpindleWord(line: line, rpm: rpm)) }
      if mode != .off && rpm > spindle.maxRpm && (spindle.kind == .pwm || spindle.kind == .laser) {
        notes.addOnce(.spindleSpeedLowered(fromRpm: rpm, toRpm: spindle.maxRpm), line: line)
      }
    case .pathMode(.blend(let tolerance?)):
      let axes = ["X", "Y", "Z"]
      if let worst = shaperSkew.worst, worst.mm > ShaperSkew.allowedMm(toleranceMm: tolerance) {
        notes.addOnce(
          .shapersDiffer(
            first: axes[worst.first], second: axes[worst.second], offMm: worst.mm, toleranceMm: tolerance), line: line)
      }
    case .probe:
      if board.probeTouchesAtZMm == nil { notes.addOnce(.probeMissing, line: line) }
    default: return
    }
  }

  private mutating func remark(_ notice: MotionNotice) {
    switch notice {
    case .feedSlowed(let line, let wanted, let allowed):
      let tickHz = board.settings.tickHz
      let isDriver = (0..<3).contains {
        PulsePlan(board.settings[joint: $0], tickHz: tickHz).maxStepsPerSecond(tickHz: tickHz) < Double(tickHz)
      }
      notes.add(
        .feedSlowed(
          fromMmPerMin: wanted * 60, toMmPerMin: allowed * 60, bound: isDriver ? .driver : .tickRate(hz: Int(tickHz))),
        line: line)
    case .noSpindle(let line):
      notes.addOnce(.spindleMissing, line: line)
    }
  }

  // MARK: what ends a run early

  /// Wrong G-code: nothing of it is executed, and nothing behind it.
  private mutating func refuse(_ wrong: [GCodeError], further: Int) {
    isOver = true
    outcome = .error
    exit = .wrongGCode
    faults = wrong.map { Phrase.gcodeFault($0).at(file: stream.file.path, line: Int($0.line), column: Int($0.column)) }
    if further > 0 { faults.append(.furtherFaults(further)) }
    guard let first = wrong.first else { return }
    alarm = Summary.Alarm(
      code: "gcode", line: Int(first.line), message: Phrase.gcodeFault(first).english)
  }

  /// A motion that cannot be made: what came before it is driven to its end.
  private mutating func refuse(_ error: MotionError, line: UInt32) {
    isOver = true
    let names = ["x", "y", "z"]
    let said = Self.words(error, board)
    switch error {
    case .travelExceeded(let axis, let position):
      raise("soft_limit", said, line: line, axis: names[axis], positionMm: position)
    case .positionTooLarge(let axis, let position):
      raise("position_too_large", said, line: line, axis: names[axis], positionMm: position)
    case .spindleNotReversible: raise("spindle_not_reversible", said, line: line)
    }
  }

  private static func words(_ error: MotionError, _ board: Board) -> Phrase {
    let names = ["X", "Y", "Z"]
    switch error {
    case .travelExceeded(let axis, let position):
      let travel = board.settings[axis: axis]
      return .softLimit(axis: names[axis], positionMm: position, leastMm: travel.minMm, greatestMm: travel.maxMm)
    case .positionTooLarge(let axis, let position): return .positionTooLarge(axis: names[axis], positionMm: position)
    case .spindleNotReversible: return .spindleNotReversible
    }
  }

  /// The machine did not do it.
  mutating func raise(
    _ code: String, _ phrase: Phrase, line: UInt32, axis: String? = nil, positionMm: Double? = nil
  ) {
    outcome = .alarm
    exit = .notDone
    failure = phrase.at(file: stream.file.path, line: Int(line))
    reason = phrase
    alarm = Summary.Alarm(
      code: code, line: Int(line), axis: axis, positionMm: positionMm, message: phrase.english)
  }

  /// The machine goes no farther: nothing more of the job is read.
  mutating func giveUp(_ code: String, _ phrase: Phrase, line: UInt32) {
    raise(code, phrase, line: line)
    isOver = true
  }

  /// The rig did not do it: lines that were lost, a clock that was not kept.
  mutating func breakOff(_ result: Summary.Outcome, _ code: String, _ phrase: Phrase, line: UInt32) {
    raise(code, phrase, line: line)
    outcome = result
    exit = .system
    isOver = true
  }

  /// Tells how far the job is, and hears whether it is to go on.
  mutating func listen(_ hooks: RunHooks, atLine line: UInt32) {
    hooks.progress(line, share(atLine: line))
    if hooks.isInterrupted() { interrupt(atLine: line) }
  }

  /// A person has stopped it.
  mutating func interrupt(atLine line: UInt32) {
    isOver = true
    outcome = .aborted
    exit = .interrupted
    failure = .interrupted(line: line == 0 ? nil : Int(line))
  }

  /// The machine has run as long as it may.
  mutating func runOut(ofSeconds seconds: Double, atLine line: UInt32) {
    raise("time_limit", .timeLimit(seconds: seconds), line: line)
    outcome = .aborted
    isOver = true
  }

  /// How much of the job is done, 0…1; nil where its length is unknown.
  func share(atLine line: UInt32) -> Double? { lines == 0 ? nil : Double(line) / Double(lines) }

  /// The summary's part that the job decides.
  func summary(options: RunOptions) -> Summary {
    var summary = Summary(
      rigctl: options.version,
      job: Summary.Job(
        path: stream.file.path, lines: Int(max(lines, stream.line)), bytes: stream.file.size ?? stream.file.bytesRead),
      board: board.name, backend: options.backend.rawValue, seed: options.seed, result: outcome,
      tickHz: Int(board.settings.tickHz))
    summary.alarm = alarm
    summary.warnings = notes.all.map { Summary.Warning(line: $0.line, message: $0.text.english) }
    summary.cpuSeconds = ProcessFigures.cpuSeconds
    summary.peakMemoryMb = ProcessFigures.peakMemoryMb
    return summary
  }

  /// The file could not be read to its end.
  private mutating func fail(_ error: JobFileError, _ code: ExitCode) {
    outcome = .error
    exit = code
    failure = error.phrase(path: stream.file.path)
    alarm = Summary.Alarm(code: "read", message: error.phrase(path: stream.file.path).english)
  }
}
