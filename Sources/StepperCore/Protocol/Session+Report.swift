// What a sender is told without having sent a line: status, alarms, messages.

/// Which reports carry what changes seldom.
struct ReportTurns: Equatable, Sendable {
  private var untilOffset = 0
  private var untilOverrides = 0
  private var toldOrigin: Point?

  mutating func tellOverridesSoon() { untilOverrides = 0 }

  /// Whether this report says where the work's zero is: at once when it has changed, and every so often.
  mutating func tellsOffset(_ origin: Point, isBusy: Bool) -> Bool {
    if toldOrigin != origin { untilOffset = 0 }
    toldOrigin = origin
    if untilOffset > 0 {
      untilOffset -= 1
      return false
    }
    untilOffset = isBusy ? 29 : 9
    // Not both in one report.
    if untilOverrides == 0 { untilOverrides = 1 }
    return true
  }

  mutating func tellsOverrides(isBusy: Bool) -> Bool {
    if untilOverrides > 0 {
      untilOverrides -= 1
      return false
    }
    untilOverrides = isBusy ? 19 : 9
    return true
  }
}

extension Session {
  /// `<Idle|MPos:0.000,0.000,0.000|FS:0,0>`
  public mutating func report() {
    let isBusy = controller.state == .run || controller.state == .jog || controller.state == .home
    let tellsOffset = reports.tellsOffset(reader.origin, isBusy: isBusy)
    let tellsOverrides = reports.tellsOverrides(isBusy: isBusy)
    var out = answers
    writeReport(into: &out, tellsOffset: tellsOffset, tellsOverrides: tellsOverrides)
    answers = out
  }

  /// A report for somebody who only watches; everything is in it.
  public func writeReport(into out: inout AnswerBuffer, tellsOffset: Bool = true, tellsOverrides: Bool = true) {
    out.put("<")
    out.put(stateName)
    let position = controller.steppedPosition
    if reportMask & 1 != 0 {
      out.put("|MPos:")
      out.put(position)
    } else {
      out.put("|WPos:")
      out.put(position - reader.origin)
    }
    if reportMask & 2 != 0 {
      out.put("|Bf:")
      out.put(controller.motion.room)
      out.put(",")
      out.put(max(0, min(Self.windowBytes, received.room)))
    }
    let executing = controller.motion.executingLine
    if executing > 0 && controller.state != .idle {
      out.put("|Ln:")
      out.put(Int(executing))
    }
    out.put("|FS:")
    out.put(Int((controller.motion.speedMmPerS * 60).rounded()))
    out.put(",")
    out.put(Int(spindleRpm))
    writePins(into: &out)
    if tellsOffset {
      out.put("|WCO:")
      out.put(reader.origin)
    }
    if tellsOverrides {
      out.put("|Ov:")
      out.put(percents.feed)
      out.put(",")
      out.put(percents.rapid)
      out.put(",")
      out.put(percents.spindle)
      writeAccessories(into: &out)
    }
    // As grblHAL has it: where the machine stands is not known before it was homed.
    if !controller.isPositionKnown { out.put("|H:0") }
    out.line(">")
  }

  private var spindleRpm: Double {
    let modal = reader.modal
    guard modal.spindle != .off, !controller.presentOutputs.isEmpty else { return 0 }
    return min(modal.spindleRpm * controller.motion.spindleShare, 1e9)
  }

  private var stateName: StaticString {
    switch controller.state {
    case .idle: "Idle"
    case .run, .probe: "Run"
    case .hold: controller.isStanding ? "Hold:0" : "Hold:1"
    case .jog: "Jog"
    case .home: "Home"
    case .door: controller.doorName
    case .alarm: "Alarm"
    case .check: "Check"
    case .sleep: "Sleep"
    }
  }

  private func writePins(into out: inout AnswerBuffer) {
    let inputs = controller.reading.inputs
    if inputs.isEmpty { return }
    out.put("|Pn:")
    if inputs.contains(.probe) { out.put("P") }
    let letters: InlineArray<3, StaticString> = ["X", "Y", "Z"]
    for axis in 0..<3 where !(inputs & .limits(axis)).isEmpty { out.put(letters[axis]) }
    if inputs.contains(.door) { out.put("D") }
    if inputs.contains(.emergencyStop) { out.put("E") }
    if inputs.contains(.feedHold) { out.put("H") }
    if inputs.contains(.cycleStart) { out.put("S") }
  }

  private func writeAccessories(into out: inout AnswerBuffer) {
    let levels = controller.presentOutputs
    guard !(levels & (.spindle | .flood | .mist)).isEmpty else { return }
    out.put("|A:")
    if levels.contains(.spindle) { out.put(levels.contains(.spindleReverse) ? "C" : "S") }
    if levels.contains(.flood) { out.put("F") }
    if levels.contains(.mist) { out.put("M") }
  }

  // MARK: what happened

  /// Tells of a new alarm.
  mutating func tell() {
    let state = controller.state
    guard state != toldState || controller.alarm != toldAlarm else { return }
    if state == .alarm, let alarm = controller.alarm, alarm != toldAlarm {
      guard answers.room >= Self.lineRoom else { return }
      answers.line("ALARM:", Int(alarm.rawValue))
      answers.line("[MSG:'$H'|'$X' to unlock]")
      if work == .commands || work == .probe { answerError(9) }
    }
    toldState = state
    toldAlarm = controller.alarm
  }

  /// `[MSG:…]`, for whoever is there to read it; not where there is no room for it.
  public mutating func tell(_ message: StaticString) {
    guard answers.room >= Self.lineRoom else { return }
    answers.put("[MSG:")
    answers.put(message)
    answers.line("]")
  }

  /// The same with a number behind it, as eight hexadecimal digits.
  public mutating func tell(_ message: StaticString, code: UInt32) {
    guard answers.room >= Self.lineRoom else { return }
    answers.put("[MSG:")
    answers.put(message)
    answers.put(" 0x")
    for place in 0..<8 as Range<UInt32> {
      let digit = UInt8(truncatingIfNeeded: code >> (28 - 4 * place) & 0xF)
      answers.put(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
    }
    answers.line("]")
  }

  mutating func tell(_ stop: QueueStop) {
    switch stop {
    case .programEnd: answers.line("[MSG:Pgm End]")
    case .toolChange(let tool):
      answers.put("[MSG:Tool change: T")
      answers.put(tool)
      answers.line(", then ~]")
    case .pause: answers.line("[MSG:Pause, then ~]")
    default: break
    }
  }

  /// What a reset has cut is an alarm, and told before the greeting.
  mutating func welcome() {
    if controller.state == .alarm, let alarm = controller.alarm, alarm != toldAlarm, alarm != .homingRequired {
      answers.line("ALARM:", Int(alarm.rawValue))
    }
    answers.endLine()
    answers.line(Self.greeting)
    if controller.state == .alarm { answers.line("[MSG:'$H'|'$X' to unlock]") }
    toldState = controller.state
    toldAlarm = controller.alarm
  }
}
