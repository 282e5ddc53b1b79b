// grbl's numbered settings: what they are on this machine, where each of them stands, and the little that is kept.

/// What a session remembers over a restart; everything else stands in the board file. A plain value: the host keeps it.
public struct SessionSettings: Equatable, Sendable {
  /// Work offsets, stored positions and tool lengths. G92 lasts until a reset, as grbl has it.
  public var offsets: WorkOffsets
  /// $10: bit 0 machine positions, bit 1 buffers; 0…3.
  public var reportMask: Int

  public init(offsets: WorkOffsets = WorkOffsets(), reportMask: Int = 1) {
    self.offsets = offsets
    self.reportMask = reportMask
  }
}

extension Session {
  /// What is worth keeping.
  public var kept: SessionSettings {
    var offsets = reader.offsets
    offsets.g92 = .zero
    return SessionSettings(offsets: offsets, reportMask: reportMask)
  }

  /// As it was before the machine was switched off. Before the first line only.
  public mutating func restore(_ settings: SessionSettings) {
    reportMask = settings.reportMask & 3
    reader = GCodeReader(offsets: settings.offsets, position: controller.position, options: reader.options)
  }

  // MARK: $$

  /// All that there are, in order.
  mutating func listSettings() {
    guard answers.room >= 1536 else { return answerError(70) }
    for number in 0...132 {
      guard let value = setting(number) else { continue }
      answers.put("$")
      answers.put(number)
      answers.put("=")
      switch value {
      case .whole(let value): answers.put(value)
      case .decimal(let value): answers.put(value)
      }
      answers.endLine()
    }
    answer()
  }

  // MARK: $x=value

  /// `$10=` is the only one that is the session's own. To set another to what it is does nothing, so that a sender can send
  /// back what it once read; to change it is for the board file.
  mutating func set() {
    guard let (number, text) = assignment() else { return answerError(3) }
    guard let present = setting(number) else {
      answers.line(number <= 132 ? "[MSG:This machine has no such setting]" : "[MSG:grbl has no such setting]")
      return answerError(3)
    }
    guard let wanted = line.decimal(from: text) else { return answerError(2) }
    if number == 10 {
      guard wanted == wanted.rounded(), wanted >= 0, wanted <= 3 else { return answerError(3) }
      reportMask = Int(wanted)
      return answer()
    }
    // To the last decimal that is listed.
    if (wanted - present.value).magnitude < 0.000_6 { return answer() }
    answers.put("[MSG:$")
    answers.put(number)
    answers.put(" is ")
    answers.put(Self.boardKey(number))
    answers.line(" in the board file]")
    answerError(3)
  }

  /// `$RST=#` forgets work offsets, stored positions and tool lengths; `$RST=$` and `$RST=*` as far as they are the session's.
  mutating func restoreDefaults() {
    guard controller.state == .idle || controller.state == .alarm, controller.isStanding else { return answerError(8) }
    let what = line[5]
    guard line.count == 6, what == UInt8(ascii: "#") || what == UInt8(ascii: "$") || what == UInt8(ascii: "*") else {
      return answerError(3)
    }
    if what != UInt8(ascii: "#") { reportMask = 1 }
    if what != UInt8(ascii: "$") { reader.offsets = WorkOffsets() }
    answers.line("[MSG:Restoring defaults]")
    answer()
  }

  /// `$110=3000`: 110, and where its value begins.
  private func assignment() -> (number: Int, text: Int)? {
    var index = 1
    var number = 0
    while index < line.count, line[index] >= 48, line[index] <= 57, number < 1000 {
      number = number * 10 + Int(line[index] - 48)
      index += 1
    }
    guard index > 1, line[index] == UInt8(ascii: "="), index + 1 < line.count else { return nil }
    return (number, index + 1)
  }

  // MARK: what they are

  enum SettingValue {
    case whole(Int)
    case decimal(Double)

    var value: Double {
      switch self {
      case .whole(let value): Double(value)
      case .decimal(let value): value
      }
    }
  }

  /// The machine of the board file in grbl's numbers; nil for what it has none for. Levels ($2 to $6) are the port's, which
  /// the firmware never sees: they are told as not inverted.
  private func setting(_ number: Int) -> SettingValue? {
    let settings = controller.settings, control = controller.control
    let axis = number % 10
    switch number {
    case 0: return .whole(Int(settings.joint0.timing.stepHighNs + 999) / 1000)
    // Motors stay on between motions.
    case 1: return .whole(255)
    case 2, 3, 4, 5, 6, 13: return .whole(0)
    case 10: return .whole(reportMask)
    case 11: return .decimal(settings.toleranceMm)
    case 12: return .decimal(0.002)
    case 20: return .whole(settings.softLimits ? 1 : 0)
    case 21: return .whole(control.limits.isEmpty ? 0 : 1)
    case 22: return .whole(control.homedAxes != 0 ? 1 : 0)
    case 23: return .whole(homedDownwards)
    case 24: return .decimal(control.homingX.locateMmPerS * 60)
    case 25: return .decimal(control.homingX.seekMmPerS * 60)
    case 26: return .whole(1)
    case 27: return .decimal(control.homingX.pullOffMm)
    case 30: return .decimal(settings.spindle.maxRpm)
    case 31: return .decimal(settings.spindle.minRpm)
    case 32: return .whole(settings.spindle.kind == .laser ? 1 : 0)
    case 100...102: return .decimal(settings[joint: axis].stepsPerMm)
    case 110...112: return .decimal(settings[axis: axis].maxVelocityMmPerS * 60)
    case 120...122: return .decimal(settings[axis: axis].maxAccelerationMmPerS2)
    case 130...132: return .decimal(settings[axis: axis].maxMm - settings[axis: axis].minMm)
    default: return nil
    }
  }

  private var homedDownwards: Int {
    var axes = 0
    for axis in 0..<3 where controller.control[homing: axis].isHomed && !controller.control[homing: axis].towardsHigh {
      axes |= 1 << axis
    }
    return axes
  }

  /// Where a setting stands in a board file.
  private static func boardKey(_ number: Int) -> StaticString {
    switch number {
    case 0: "step_high_us of the driver"
    case 1, 4: "pins.enable of each motor"
    case 2: "pins.step of each motor"
    case 3: "invert of each motor"
    case 5, 21: "limits of each axis"
    case 22...27: "homing of each axis"
    case 6: "probe"
    case 11: "path_tolerance_mm"
    case 12: "fixed (arcs are exact), and not"
    case 13: "fixed (millimetres), and not"
    case 20: "soft_limits"
    case 30: "spindle.max_rpm"
    case 31: "spindle.min_rpm"
    case 32: "spindle.kind"
    case 100...102: "transmission of the axis"
    case 110...112: "max_velocity_mm_min of the axis"
    case 120...122: "max_acceleration_mm_s2 of the axis"
    default: "travel_mm of the axis"
    }
  }
}

extension TextLine {
  /// The number that stands from there to the line's end: digits with at most one point; nil for anything else.
  func decimal(from start: Int) -> Double? {
    var value = 0.0, scale = 1.0
    var index = start
    var hasPoint = false, hasDigit = false
    let isNegative = self[index] == UInt8(ascii: "-")
    if isNegative { index += 1 }
    while index < count {
      let byte = self[index]
      if byte >= 48 && byte <= 57 {
        hasDigit = true
        value = value * 10 + Double(byte - 48)
        if hasPoint { scale *= 10 }
      } else if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else if byte != 32 {
        return nil
      }
      index += 1
    }
    return hasDigit ? (isNegative ? -value : value) / scale : nil
  }
}
