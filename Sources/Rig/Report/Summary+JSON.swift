// A summary out as JSON: the keys and their order are the contract that scripts stand on.

extension Summary {
  /// Schema 1 as indented text, ending in a line feed. The same figures give the same bytes.
  public var jsonText: String { json.text }

  /// Schema 1 with its keys in order. Lengths and times are rounded to the nearest 10⁻⁶ of their unit.
  public var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("schema", .integer(Summary.schema)),
      .init("rigctl", .string(rigctl)),
      .init(
        "job",
        .object([
          .init("path", .string(job.path)), .init("name", .string(job.name)), .init("lines", .integer(job.lines)),
          .init("bytes", .integer(job.bytes)),
        ])),
      .init("board", .string(board)),
      .init("backend", .string(backend)),
      .init("seed", .unsigned(seed)),
      .init("result", .string(result.rawValue)),
      .init("alarm", alarm?.json ?? .null),
      .init("tick_hz", .integer(tickHz)),
      .init("ticks", .integer(orNull: ticks)),
      .init("machine_seconds", .number(orNull: machineSeconds)),
      .init("cpu_seconds", .number(orNull: cpuSeconds)),
      .init("real_time_factor", .number(orNull: realTimeFactor, decimals: 3)),
      .init("peak_memory_mb", .number(orNull: peakMemoryMb, decimals: 3)),
      .init("trace_hash", .string(orNull: traceHashText)),
      .init("motion_hash", .string(orNull: motionHash?.traceHashText)),
      .init(
        "path",
        .object([
          .init("length_mm", .number(orNull: path.lengthMm)),
          .init("max_deviation_mm", .number(orNull: path.maxDeviationMm)),
          .init("tolerance_mm", .number(orNull: path.toleranceMm)),
        ])),
      .init("axes", .object([.init("x", axes.x.json), .init("y", axes.y.json), .init("z", axes.z.json)])),
    ]
    if !motors.isEmpty { members.append(.init("motors", .object(motors.map { .init($0.name, $0.json) }))) }
    members += [
      .init("cutting", cut?.json ?? .null),
      .init("timing_violations", .integer(orNull: timingViolations)),
      .init("late_ticks", .integer(orNull: lateTicks)),
      .init("max_lateness_us", .number(orNull: maxLatenessUs, decimals: 3)),
      .init("warnings", .array(warnings.map(\.json))),
    ]
    return .object(members)
  }

  /// The hash of the trace as 16 lower-case hexadecimal digits.
  public var traceHashText: String? {
    traceHash.map(\.traceHashText)
  }
}

extension Summary.Alarm {
  var json: JSONValue {
    .object([
      .init("code", .string(code)), .init("line", .integer(orNull: line)), .init("axis", .string(orNull: axis)),
      .init("position_mm", .number(orNull: positionMm)), .init("message", .string(message)),
    ])
  }
}

extension Summary.Axis {
  var json: JSONValue {
    .object([
      .init("steps", .integer(orNull: steps)),
      .init("position_steps", .integer(orNull: positionSteps)),
      .init("min_mm", .number(orNull: minMm)),
      .init("max_mm", .number(orNull: maxMm)),
      .init("peak_velocity_mm_s", .number(orNull: peakVelocityMmPerS)),
      .init("peak_acceleration_mm_s2", .number(orNull: peakAccelerationMmPerS2)),
      .init("peak_jerk_mm_s3", .number(orNull: peakJerkMmPerS3)),
      .init("limit_velocity_mm_s", .number(orNull: limitVelocityMmPerS)),
      .init("limit_acceleration_mm_s2", .number(orNull: limitAccelerationMmPerS2)),
      .init("limit_jerk_mm_s3", .number(orNull: limitJerkMmPerS3)),
      .init("missed_pulses", .integer(orNull: missedPulses)),
      .init("lost_steps", .integer(orNull: lostSteps)),
      .init("peak_load_angle_deg", .number(orNull: peakLoadAngleDeg)),
      .init("min_torque_margin", .number(orNull: minTorqueMargin)),
      .init("peak_racking_mm", .number(orNull: peakRackingMm)),
    ])
  }
}

extension Summary.Motor {
  var json: JSONValue {
    .object([
      .init("steps", .integer(orNull: steps)), .init("position_steps", .integer(orNull: positionSteps)),
      .init("missed_pulses", .integer(orNull: missedPulses)), .init("lost_steps", .integer(orNull: lostSteps)),
    ])
  }
}

extension Summary.Warning {
  var json: JSONValue {
    .object([.init("line", .integer(orNull: line)), .init("message", .string(message))])
  }
}

extension UInt64 {
  /// 16 lower-case hexadecimal digits.
  var traceHashText: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
