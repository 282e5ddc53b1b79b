// What one line asks for comes in, in any order; its commands go out in the order of execution of RS274/NGC.

/// The commands of one line, until they are fetched.
struct LinePlan {
  /// In the order of execution (RS274/NGC, table 8), one bit each.
  struct Step: Equatable {
    var bit: UInt16
    static var spindleSpeed: Step { Step(bit: 1 << 0) }
    static var toolChange: Step { Step(bit: 1 << 1) }
    static var spindle: Step { Step(bit: 1 << 2) }
    static var coolant: Step { Step(bit: 1 << 3) }
    static var dwell: Step { Step(bit: 1 << 4) }
    static var notice: Step { Step(bit: 1 << 5) }
    static var pathMode: Step { Step(bit: 1 << 6) }
    static var firstMotion: Step { Step(bit: 1 << 7) }
    static var secondMotion: Step { Step(bit: 1 << 8) }
    static var cycle: Step { Step(bit: 1 << 9) }
    static var pause: Step { Step(bit: 1 << 10) }
    static var spindleOff: Step { Step(bit: 1 << 11) }
    static var coolantOff: Step { Step(bit: 1 << 12) }
    static var programEnd: Step { Step(bit: 1 << 13) }
  }

  private var steps: UInt16 = 0
  var spindle = SpindleMode.off
  var spindleRpm = 0.0
  var flood = false
  var mist = false
  var tool = 0
  var dwellSeconds = 0.0
  var lengthMissingFor = 0
  var pathMode = PathMode.exactPath
  var firstMotion = Command.programEnd
  /// Where the second motion of G28 and G30 goes.
  var home = Point.zero
  var cycle: CannedCycle?
  var pauseIsOptional = false

  /// Whether M2 or M30 is still to come.
  var endsProgram: Bool { steps & Step.programEnd.bit != 0 }

  mutating func clear() { steps = 0 }
  mutating func add(_ step: Step) { steps |= step.bit }

  mutating func next() -> Command? {
    guard steps != 0 else { return nil }
    let step = Step(bit: steps & (0 &- steps))
    // A cycle stays until it has no more to give.
    if step == .cycle, let command = cycle?.next() { return command }
    steps &= steps &- 1
    switch step {
    case .spindleSpeed, .spindle: return .spindle(spindle, rpm: spindleRpm)
    case .toolChange: return .toolChange(tool: tool)
    case .coolant: return .coolant(flood: flood, mist: mist)
    case .dwell: return .dwell(seconds: dwellSeconds)
    case .notice: return .notice(.toolLengthMissing(tool: lengthMissingFor))
    case .pathMode: return .pathMode(pathMode)
    case .firstMotion: return firstMotion
    case .secondMotion: return .line(to: home, feed: .rapid)
    case .cycle: return next()
    case .pause: return .pause(optional: pauseIsOptional)
    case .spindleOff: return .spindle(.off, rpm: spindleRpm)
    case .coolantOff: return .coolant(flood: false, mist: false)
    default: return .programEnd
    }
  }
}
