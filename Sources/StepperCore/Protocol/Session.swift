// Bytes of a sender come in, answers and the machine's next slices and orders go out: the protocol of grbl 1.1.

/// Memory that a ``Session`` works in; owned by the caller, who keeps it as long as the session.
public struct SessionStorage {
  /// What was received and is not executed yet; at least 512 bytes: the window that senders count on, and a line.
  public var received: UnsafeMutableBufferPointer<UInt8>
  /// What is to be sent; at least 2,048 bytes.
  public var answers: UnsafeMutableBufferPointer<UInt8>

  public init(received: UnsafeMutableBufferPointer<UInt8>, answers: UnsafeMutableBufferPointer<UInt8>) {
    self.received = received
    self.answers = answers
  }
}

/// A machine as senders know it.
///
/// Planner thread. ``receive(_:)`` bytes at any time; ask ``next()`` as one asks a ``Controller``; send ``answers`` and
/// remove them. Every line gets exactly one `ok` or `error:n`, but those that a reset throws away.
public struct Session: ~Copyable {
  // Not public: others would reach it by a coroutine, which asks for memory.
  var controller: Controller
  public var answers: AnswerBuffer
  /// Modes, offsets and where the program has come to.
  public internal(set) var reader: GCodeReader
  public internal(set) var percents = OverridePercents()

  var received: ReceiveBuffer
  /// A carriage return ended the last line: a line feed behind it belongs to it.
  private var endsWithReturn = false
  var line = TextLine()
  /// What is left of the line: its commands, or the end of homing.
  var work = Work.none
  /// The line's place in the stream, from 1.
  var lineNumber: UInt32 = 0
  /// Where the jogs so far lead to.
  var jogEnd = Point.zero
  /// After an error, what had been sent behind it is not executed: this is its answer.
  var discarding: Int?
  /// In check mode: where the program would have come to.
  var checked: ProgramCheck?
  /// What was told last.
  var toldState = MachineState.idle
  var toldAlarm: AlarmCode?
  var reports = ReportTurns()
  /// $10: bit 0 machine positions, bit 1 buffers.
  var reportMask = 1
  /// grbl's own way: after an error, what was sent behind it is executed.
  public var goesOnAfterErrors = false
  enum Work: UInt8, Equatable { case none, commands, probe, home }

  /// What a sender is greeted with.
  public static var greeting: StaticString { "Grbl 1.1f ['$' for help]" }

  /// Senders may have so many bytes on their way.
  public static var windowBytes: Int { 128 }

  public init(_ controller: consuming Controller, reader: GCodeReader, storage: SessionStorage) {
    self.controller = controller
    self.reader = reader
    received = ReceiveBuffer(storage: storage.received)
    answers = AnswerBuffer(storage: storage.answers)
    welcome()
  }

  /// With a controller of its own, as ``Controller/init(_:_:storage:at:isPositionKnown:)`` makes it: built where it is to
  /// live, for who has no stack to build it on.
  public init(
    _ settings: MachineSettings, _ control: ControllerSettings, motion: MotionStorage, at position: Point,
    isPositionKnown: Bool, reader: GCodeReader, storage: SessionStorage
  ) {
    controller = Controller(settings, control, storage: motion, at: position, isPositionKnown: isPositionKnown)
    self.reader = reader
    received = ReceiveBuffer(storage: storage.received)
    answers = AnswerBuffer(storage: storage.answers)
    welcome()
  }

  // MARK: the machine

  public var state: MachineState { controller.state }
  /// Why, in an alarm.
  public var alarm: AlarmCode? { controller.alarm }
  public var isPositionKnown: Bool { controller.isPositionKnown }
  /// Where the machine rests once it does, machine mm.
  public var position: Point { controller.position }
  /// Where the steps have brought it, machine mm.
  public var steppedPosition: Point { controller.steppedPosition }
  /// The line of the program that is being executed.
  public var executingLine: UInt32 { controller.executingLine }
  /// Steps come, or are still to come.
  public var isMoving: Bool { !controller.isStanding }
  /// See ``Controller/homingShiftMm``.
  public var homingShiftMm: Point? { controller.homingShiftMm }
  public var probeResult: ProbeResult? { controller.probeResult }
  /// Segments, and things to do at rest, that were planned so far; wraps around.
  public var plannedSegments: UInt32 { controller.motion.queue.added }

  /// See ``Controller/sense(_:)``.
  public mutating func sense(_ reading: MachineReading) { controller.sense(reading) }

  /// See ``Controller/rest(ticks:)``.
  public func rest(ticks: UInt32) -> Slice { controller.rest(ticks: ticks) }

  // MARK: in

  /// Takes one byte.
  ///
  /// - Returns: false where there is no room for it: again later. Never for a real-time byte.
  public mutating func receive(_ byte: UInt8) -> Bool {
    if let command = RealTimeByte(rawValue: byte) {
      act(on: command)
      return true
    }
    // As grbl has it: what is no ASCII and no command is not there.
    if byte >= 0x80 || byte == 0 { return true }
    if byte == 10 && endsWithReturn {
      endsWithReturn = false
      return true
    }
    guard received.put(byte == 13 ? 10 : byte) else { return false }
    endsWithReturn = byte == 13
    return true
  }

  /// Nothing has come for a while (250 ms): what is queued is executed to a stop, and who sends something now has seen
  /// the answers.
  public mutating func flush() {
    controller.flush()
    if controller.state == .idle && isQuiet { discarding = nil }
  }

  /// See ``Motion/goOn(isSilent:)``.
  public mutating func goOn(isSilent: Bool) -> Bool { controller.goOn(isSilent: isSilent) }

  /// Nothing that was received waits to be executed, and nothing of the last line.
  public var isQuiet: Bool { received.lines == 0 && work == .none }

  private mutating func act(on command: RealTimeByte) {
    switch command {
    case .status: if answers.room >= Self.reportRoom { report() }
    case .reset: reset()
    case .resume:
      discarding = nil
      controller.resume()
    case .hold: controller.hold()
    case .door: controller.openDoor()
    case .cancelJog: cancelJog()
    case .spindleStop:
      controller.toggleSpindleStop()
      reports.tellOverridesSoon()
    case .flood, .mist:
      controller.toggleCoolant(command == .flood ? .flood : .mist)
      reports.tellOverridesSoon()
    default:
      if percents.turn(command) {
        controller.overrides = SpeedOverrides(
          feed: Double(percents.feed) / 100, rapid: Double(percents.rapid) / 100)
        controller.motion.spindleShare = Double(percents.spindle) / 100
        reports.tellOverridesSoon()
      }
    }
  }

  /// Jogs that were sent behind it are not made either.
  private mutating func cancelJog() {
    guard controller.state == .jog else { return }
    controller.cancelJog()
  }

  /// The sender has gone. What it had sent, and nobody has executed, is forgotten; a motion brakes along its path, and what
  /// is left of it is held. Homing, which comes to an end by itself, goes on.
  public mutating func hangUp() {
    received.removeAll()
    line.clear()
    endsWithReturn = false
    work = .none
    discarding = nil
    controller.cancelJog()
    if controller.state == .run || controller.state == .probe { controller.hold() }
  }

  private mutating func reset() {
    received.removeAll()
    line.clear()
    work = .none
    discarding = nil
    controller.reset()
    restoreOverrides()
    var offsets = reader.offsets
    offsets.g92 = .zero
    reader = GCodeReader(offsets: offsets, position: controller.position, options: reader.options)
    reports = ReportTurns()
    welcome()
  }

  /// As grbl has it, each program begins at full speed.
  private mutating func restoreOverrides() {
    if percents != OverridePercents() { reports.tellOverridesSoon() }
    percents = OverridePercents()
    controller.overrides = SpeedOverrides()
    controller.motion.spindleShare = 1
  }

  // MARK: out

  /// The next thing for the machine to do.
  public mutating func next() -> ControllerOutput {
    while true {
      takeLines()
      let output = controller.next()
      if controller.takeJump() { reader.position = controller.position }
      tell()
      switch output {
      case .needsInput where canRead: continue
      case .resting where canRead: continue
      case .stopped(let stop, _):
        if stop == .programEnd { restoreOverrides() }
        tell(stop)
        return output
      default: return output
      }
    }
  }

  /// Executes, or queues, what has been received, as far as there is room; ``next()`` does it too.
  public mutating func takeLines() {
    tell()
    // What a line has brought about is told before the next one can end it.
    while readLine() { tell() }
  }

  /// Whether a line, or what is left of one, could be worked on now.
  private var canRead: Bool {
    guard answers.room >= Self.lineRoom, !controller.isForgetting else { return false }
    switch work {
    case .none: return received.lines > 0
    case .commands: return controller.hasRoom
    case .probe: return !controller.awaitsProbe
    case .home: return controller.state != .home
    }
  }

  /// Room for the answer of any line but a list.
  static var lineRoom: Int { 192 }
  static var reportRoom: Int { 256 }

  /// Takes a line, or goes on with one. False: nothing could be done.
  private mutating func readLine() -> Bool {
    guard canRead else { return false }
    if controller.takeJump() { reader.position = controller.position }
    switch work {
    case .commands: goOn()
    case .probe:
      work = .commands
      putProbe()
      goOn()
    case .home:
      work = .none
      if controller.state == .alarm { answerError(9) } else { answer() }
    case .none: takeLine()
    }
    return true
  }

  private mutating func takeLine() {
    line.clear()
    lineNumber &+= 1
    while true {
      let byte = received.removeFirst()
      if byte == 10 { break }
      line.put(byte)
    }
    execute()
  }
}
