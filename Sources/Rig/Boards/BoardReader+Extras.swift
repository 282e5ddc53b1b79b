// Spindle, coolant, probe, buttons, jumpers, prices and real-time settings of a board file.

import StepperCore

extension BoardReader {
  mutating func spindle(_ value: YAMLValue?, tickHz: Double) -> SpindleSettings {
    var settings = SpindleSettings(kind: .none)
    let example = "{kind: relay, pins: {run: GPIO12}}"
    guard let value, let map = value.mapping(keys: BoardKeys.spindle, example: example) else { return settings }
    let kinds: KeyValuePairs<String, SpindleSettings.Kind> = [
      "relay": .relay, "pwm": .pwm, "laser": .laser, "none": .none,
    ]
    guard let kind = map.required("kind", example: "relay")?.choice(kinds) else { return settings }
    settings.kind = kind
    let word = kinds.first { $0.value == kind }?.key ?? ""
    rejectUseless(map, kind, word)

    let isLaser = kind == .laser
    let part = isLaser || kind == .none ? nil : part(map["part"], "spindle", parts.spindles, example: "trim-router")
    spindlePart = part
    let (maxKey, minKey) = isLaser ? ("max_power", "min_power") : ("max_rpm", "min_rpm")
    let maxExample = isLaser ? "1000" : "24000"
    let needsMax = (kind == .pwm && map["part"] == nil) || isLaser
    let maxValue = needsMax ? map.required(maxKey, example: maxExample) : map[maxKey]
    settings.maxRpm = maxValue?.number(1...1_000_000, example: maxExample) ?? part?.maxRpm.value ?? settings.maxRpm
    settings.minRpm = map[minKey]?.number(0...1_000_000, example: "0") ?? part?.minRpm.value ?? 0
    if settings.minRpm > settings.maxRpm {
      (map[minKey] ?? map[maxKey])?.report(
        .contradiction(.minimumAboveMaximum(minimum: settings.minRpm, maximum: settings.maxRpm)))
    }
    if let pwmValue = map["pwm_hz"], let pwmHz = pwmValue.number(1...100_000, example: "1000") {
      settings.pwmHz = pwmHz
      // Fewer than four ticks a period leave no duty worth having.
      if pwmHz > tickHz / 4 {
        pwmValue.report(.contradiction(.pwmTooFast(pwmHz: pwmHz, limitHz: tickHz / 4)))
      }
    }
    // The core waits as long as the spindle really takes, unless the board says how long.
    let timeToSpeed = map["time_to_speed_s"]?.number(0...120, example: "2") ?? part?.timeToSpeedS.value
    settings.spinUpSeconds = map["spin_up_s"]?.number(0...120, example: "3") ?? part.flatMap { _ in timeToSpeed } ?? 0
    spindleTimeToSpeedS = timeToSpeed ?? settings.spinUpSeconds
    spindleTimeToStopS =
      map["time_to_stop_s"]?.number(0...600, example: "8") ?? part?.timeToStopS.value ?? spindleTimeToSpeedS
    settings.reversible = spindlePins(map, kind)
    return settings
  }

  /// Keys that say nothing about this kind of spindle are mistakes.
  private func rejectUseless(_ map: YAMLMapping, _ kind: SpindleSettings.Kind, _ word: String) {
    let useless: [String] =
      switch kind {
      case .none: BoardKeys.spindle.filter { $0 != "kind" }
      case .relay: ["max_power", "min_power", "pwm_hz"]
      case .pwm: ["max_power", "min_power"]
      case .laser: ["part", "max_rpm", "min_rpm", "time_to_speed_s", "time_to_stop_s"]
      }
    for key in useless { map[key]?.report(.contradiction(.uselessWith(choice: "kind: \(word)"))) }
  }

  /// True when there is a line for the other direction.
  private mutating func spindlePins(_ map: YAMLMapping, _ kind: SpindleSettings.Kind) -> Bool {
    guard kind != .none else { return false }
    let example = kind == .relay ? "{run: GPIO12}" : "{pwm: GPIO18}"
    guard let pins = map.required("pins", example: example)?.mapping(keys: BoardKeys.spindlePins, example: example)
    else { return false }
    let needsPWM = kind == .pwm || kind == .laser
    output(needsPWM ? pins["run"] : pins.required("run", example: "GPIO12"), name: "spindle", bits: .spindle)
    output(needsPWM ? pins.required("pwm", example: "GPIO18") : pins["pwm"], name: "pwm", bits: .pwm)
    if kind == .relay { pins["pwm"]?.report(.contradiction(.uselessWith(choice: "kind: relay"))) }
    if kind == .laser { pins["reverse"]?.report(.contradiction(.uselessWith(choice: "kind: laser"))) }
    output(pins["reverse"], name: "spindle_reverse", bits: .spindleReverse)
    return pins["reverse"] != nil
  }

  mutating func coolant(_ value: YAMLValue?) {
    guard let map = value?.mapping(keys: BoardKeys.coolant, example: "{flood: GPIO20}") else { return }
    output(map["flood"], name: "flood", bits: .flood)
    output(map["mist"], name: "mist", bits: .mist)
  }

  mutating func probe(_ value: YAMLValue?, travel: ClosedRange<Double>?) -> Double? {
    let example = "{pin: GPIO26, touches_at_z_mm: -40}"
    guard let map = value?.mapping(keys: BoardKeys.probe, example: example) else { return nil }
    let part = input(map, name: "probe", bit: .probe, normallyIsRequired: false)
    probeBounceMs = bounce(map, part)
    guard let touch = map["touches_at_z_mm"] else { return nil }
    guard let z = touch.number(-100_000...100_000, example: "-40") else { return nil }
    if let travel, !travel.contains(z) {
      touch.report(.contradiction(.outsideTravel(axis: "z", valueMm: z, travel: travel)))
    }
    return z
  }

  mutating func button(_ value: YAMLValue?, name: String, bit: InputWord) {
    guard let map = value?.mapping(keys: BoardKeys.input, example: "{pin: GPIO16, normally: closed}") else { return }
    input(map, name: name, bit: bit, normallyIsRequired: false)
  }

  /// - Returns: the height to which an open door lifts the tool.
  mutating func door(_ value: YAMLValue?, travel: ClosedRange<Double>?) -> Double? {
    let example = "{pin: GPIO16, normally: closed, lifts_to_z_mm: 0}"
    guard let map = value?.mapping(keys: BoardKeys.door, example: example) else { return nil }
    // What protects people says which way it fails; a push button may leave it out.
    input(map, name: "door", bit: .door, normallyIsRequired: true)
    guard let lift = map["lifts_to_z_mm"], let z = lift.number(-100_000...100_000, example: "0") else { return nil }
    if let travel, !travel.contains(z) {
      lift.report(.contradiction(.outsideTravel(axis: "z", valueMm: z, travel: travel)))
    }
    return z
  }

  mutating func emergencyStop(_ value: YAMLValue?) {
    let example = "{pin: GPIO16, normally: closed, cuts: [motors, spindle]}"
    guard let map = value?.mapping(keys: BoardKeys.emergencyStop, example: example) else { return }
    input(map, name: "estop", bit: .emergencyStop, normallyIsRequired: true)
    let powers: KeyValuePairs<String, EmergencyPower> = ["motors": .motors, "spindle": .spindle]
    for item in map["cuts"]?.list(example: "[motors, spindle]") ?? [] {
      if let power = item.choice(powers) { emergencyCut.insert(power) }
    }
  }

  /// How long a contact chatters; one that nobody has measured does not.
  func bounce(_ map: YAMLMapping, _ part: SwitchPart?) -> Double {
    map["bounce_ms"]?.number(0...100, example: "2") ?? part?.bounceMs.value ?? 0
  }

  func jumpers(_ value: YAMLValue?) -> [Jumper] {
    let example = "[{from: step_x, to: limit_x_min}]"
    var driver: [GPIOLine: String] = [:]
    return (value?.list(example: example) ?? []).compactMap { item in
      guard let map = item.mapping(keys: BoardKeys.jumper, example: "{from: step_x, to: limit_x_min}") else {
        return nil
      }
      let from = wire(map.required("from", example: "step_x"), outputs.map(\.name), example: "step_x")
      let to = wire(map.required("to", example: "limit_x_min"), inputs.map(\.name), example: "limit_x_min")
      guard let from, let to else { return nil }
      let line = inputs.first { $0.name == to }?.line
      if let line, let first = driver.updateValue(from, forKey: line) {
        map["to"]?.report(.contradiction(.inputJoinedTwice(input: to, first: first)))
        return nil
      }
      return Jumper(from: from, to: to)
    }
  }

  private func wire(_ value: YAMLValue?, _ known: [String], example: String) -> String? {
    guard let value, let name = value.text(example: example, limit: 60) else { return nil }
    // A wire whose line is wrong is there all the same.
    if known.contains(name) || (!problems.problems.isEmpty && wireNames.contains(name)) { return name }
    value.report(.unknownWire(name: name, known: known), suggestion: Spelling.nearest(to: name, in: known))
    return nil
  }

  func price(_ value: YAMLValue?) -> PriceInputs? {
    guard let map = value?.mapping(keys: BoardKeys.price, example: "{currency: XOF, machine_per_hour: 2500}") else {
      return nil
    }
    func amount(_ key: String, _ example: String) -> Double {
      map[key]?.number(0...1_000_000_000, example: example) ?? 0
    }
    return PriceInputs(
      currency: map.required("currency", example: "XOF")?.text(example: "XOF", limit: 8) ?? "",
      machinePerHour: amount("machine_per_hour", "2500"), labourPerHour: amount("labour_per_hour", "1500"),
      setupMinutes: amount("setup_minutes", "10"), powerW: amount("power_w", "600"),
      electricityPerKWh: amount("electricity_per_kwh", "120"))
  }

  func realTime(_ value: YAMLValue?) -> RealTime {
    let map = value?.mapping(keys: BoardKeys.realTime, example: "{cpu: 3, spin_us: 20, hold_us: 1000}")
    return RealTime(
      cpu: map?["cpu"]?.wholeNumber(0...1023, example: "3"),
      spinUs: map?["spin_us"]?.wholeNumber(0...1000, example: "20") ?? 0,
      holdUs: map?["hold_us"]?.wholeNumber(50...100_000, example: "1000") ?? 1000)
  }
}
