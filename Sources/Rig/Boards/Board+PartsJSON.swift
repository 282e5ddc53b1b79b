// The switches and the spindle of a board come in; what programs are told of their parts, figure by figure, goes out.

import StepperCore

extension Board {
  /// The parts that the board's inputs name, each once, in the order of the inputs.
  var switchParts: [SwitchPart] {
    var seen: Set<String> = []
    return inputs.compactMap(\.part).filter { seen.insert($0.name).inserted }
  }

  /// Null where the board has none. Speeds are those that the board uses, which may differ from the part's.
  var spindleJSON: JSONValue {
    let kind = settings.spindle.kind
    guard kind != .none else { return .null }
    let isLaser = kind == .laser
    return .object([
      .init("kind", .string(isLaser ? "laser" : kind == .pwm ? "pwm" : "relay")),
      .init("part", spindlePart.map { .string($0.name) } ?? .null),
      .init(isLaser ? "max_power" : "max_rpm", .number(settings.spindle.maxRpm)),
      .init(isLaser ? "min_power" : "min_rpm", .number(settings.spindle.minRpm)),
      .init("spin_up_s", .number(settings.spindle.spinUpSeconds)),
      .init("time_to_speed_s", isLaser ? .null : .number(spindleTimeToSpeedS)),
      .init("time_to_stop_s", isLaser ? .null : .number(spindleTimeToStopS)),
    ])
  }
}

extension Figure {
  /// As in parts files.
  var json: JSONValue {
    .object([
      .init("value", .number(value)), .init("source", .string(source)), .init("estimated", .bool(isEstimated)),
    ])
  }
}

extension SwitchPart {
  var json: JSONValue {
    .object([
      .init("name", .string(name)), .init("title", .string(title)), .init("contacts", .string(contacts.rawValue)),
      .init("hysteresis_mm", hysteresisMm?.json ?? .null), .init("bounce_ms", bounceMs.json),
    ])
  }
}

extension SpindlePart {
  var json: JSONValue {
    .object([
      .init("name", .string(name)), .init("title", .string(title)), .init("power_w", powerW.json),
      .init("max_rpm", maxRpm.json), .init("min_rpm", minRpm.json), .init("time_to_speed_s", timeToSpeedS.json),
      .init("time_to_stop_s", timeToStopS.json), .init("droop_percent", droopPercent?.json ?? .null),
    ])
  }
}
