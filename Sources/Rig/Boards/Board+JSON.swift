// What the `board` commands answer to programs: boards and their problems as JSON with fixed keys.

import StepperCore

/// What came of checking one board file.
public struct BoardCheck: Sendable {
  public var file: String
  public var errors: [FileProblem]
  public var warnings: [BoardWarning]

  /// Loads a board by name or file, and keeps what was found.
  public init(_ nameOrFile: String) {
    do throws(BoardError) {
      let (board, warnings) = try Board.load(nameOrFile, checksAllParts: true)
      file = board.file
      errors = []
      self.warnings = warnings
    } catch {
      file = nameOrFile
      errors = error.problems
      warnings = []
    }
  }

  public var json: JSONValue {
    .object([
      .init("file", .string(file)),
      .init("errors", .array(errors.map { Self.place($0.file, $0.line, $0.column, $0.key, $0.text(in: .en)) })),
      .init("warnings", .array(warnings.map { Self.place($0.file, $0.line, $0.column, $0.key, $0.text(in: .en)) })),
    ])
  }

  private static func place(_ file: String, _ line: Int, _ column: Int, _ key: String, _ message: String) -> JSONValue {
    .object([
      .init("file", .string(file)), .init("line", .integer(line)), .init("column", .integer(column)),
      .init("key", .string(key)), .init("message", .string(message)),
    ])
  }
}

extension BoardListing {
  public var json: JSONValue {
    .object([
      .init("name", .string(name)), .init("title", .string(title)), .init("file", .string(file)),
      .init("problems", .integer(problemCount)),
    ])
  }
}

extension Board {
  /// Machine, axes, motors, spindle, wires, and the parts of switches and spindle; millimetres, seconds, amperes.
  public var json: JSONValue {
    .object([
      .init("name", .string(name)), .init("title", .string(title)), .init("file", .string(file)),
      .init("chip", .string(chip.label)), .init("tick_hz", .integer(Int(settings.tickHz))),
      .init("kinematics", .string(settings.kinematics == .cartesian ? "cartesian" : "corexy")),
      .init("tolerance_mm", .number(settings.toleranceMm)),
      .init("axes", .object(["x", "y", "z"].enumerated().map { .init($0.element, axis($0.offset)) })),
      .init("motors", .array(motors.map(motor))),
      .init("spindle", spindleJSON),
      .init("outputs", .array(outputs.map { wire($0.name, $0.line, $0.isActiveLow) })),
      .init("inputs", .array(inputs.map(input))),
      .init("switch_parts", .array(switchParts.map(\.json))),
      .init("spindle_parts", .array([spindlePart].compactMap { $0?.json })),
    ])
  }

  private func input(_ input: InputWire) -> JSONValue {
    .object([
      .init("name", .string(input.name)), .init("line", .string(input.line.text)),
      .init("active_low", .bool(input.isActiveLow)), .init("normally_closed", .bool(input.isNormallyClosed)),
      .init("switch", input.part.map { .string($0.name) } ?? .null),
    ])
  }

  private func axis(_ axis: Int) -> JSONValue {
    let limits = settings[axis: axis]
    return .object([
      .init("steps_per_mm", .number(settings[joint: axis].stepsPerMm)),
      .init("travel_mm", .array([.number(limits.minMm), .number(limits.maxMm)])),
      .init("max_velocity_mm_s", .number(limits.maxVelocityMmPerS)),
      .init("max_acceleration_mm_s2", .number(limits.maxAccelerationMmPerS2)),
      .init("max_jerk_mm_s3", limits.maxJerkMmPerS3 > 0 ? .number(limits.maxJerkMmPerS3) : .null),
      .init("backlash_mm", .number(limits.backlashMm)),
      .init("input_shaper", limits.shaper.map(shaper) ?? .null),
      .init("homing", homing(controllerSettings[homing: axis])),
    ])
  }

  /// As it is done, whether the file says so or not; null for an axis that is not homed.
  private func homing(_ axis: HomingAxis) -> JSONValue {
    guard axis.turn > 0 else { return .null }
    return .object([
      .init("towards", .string(axis.towardsHigh ? "max" : "min")), .init("order", .integer(Int(axis.turn))),
      .init("at_mm", .number(axis.atMm)),
      .init("second_at_mm", axis.second.map { .number($0.atMm) } ?? .null),
      .init("seek_mm_s", .number(axis.seekMmPerS)), .init("locate_mm_s", .number(axis.locateMmPerS)),
      .init("pull_off_mm", .number(axis.pullOffMm)),
    ])
  }

  private func shaper(_ shaper: ShaperSettings) -> JSONValue {
    .object([
      .init("type", .string(shaper.kind.word)), .init("frequency_hz", .number(shaper.frequencyHz)),
      .init("damping_ratio", .number(shaper.dampingRatio)),
    ])
  }

  private func motor(_ motor: Motor) -> JSONValue {
    .object([
      .init("name", .string(motor.name)), .init("axis", .string(["x", "y", "z"][motor.axis])),
      .init("motor", .string(motor.motor.name)), .init("driver", .string(motor.driver.name)),
      .init("microsteps", .integer(motor.microsteps)), .init("current_a", .number(motor.currentA)),
      .init("inverted", .bool(motor.isInverted)),
    ])
  }

  private func wire(_ name: String, _ line: GPIOLine, _ isActiveLow: Bool) -> JSONValue {
    .object([
      .init("name", .string(name)), .init("line", .string(line.text)), .init("active_low", .bool(isActiveLow)),
    ])
  }
}

extension ShaperSettings.Kind {
  /// As in board files.
  var word: String {
    switch self {
    case .zv: "zv"
    case .mzv: "mzv"
    case .ei: "ei"
    }
  }
}
