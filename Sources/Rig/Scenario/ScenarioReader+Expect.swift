// The expectations of a scenario: each key gives one value, and there is at least one.

import StepperCore

extension ScenarioReader {
  func expectations(_ root: YAMLMapping, _ board: Board?) -> [Expectation] {
    let example = "{result: completed, alarm: none}"
    guard let value = root.required("expect", example: example),
      let map = value.mapping(keys: ScenarioKeys.expect, example: example)
    else { return [] }
    let given = ScenarioKeys.expect.compactMap { key in map[key].map { (key, $0) } }
    if given.isEmpty && !map.hasMisspelt(ScenarioKeys.expect) { value.report(.cannotFail(example: example)) }
    let read = given.compactMap { key, value in
      wanted(key, value, board, hasFaults: root["faults"]?.isEmptyList == false).map {
        Expectation($0, line: value.place.line, column: value.place.column)
      }
    }
    if root["steps"] == nil {
      for (key, value) in given where ["states", "reaches", "answers", "homing_shift_mm"].contains(key) {
        value.report(.contradiction(.uselessWith(choice: "job")))
      }
    }
    // In the order of the file, so that failures are.
    return read.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
  }

  private func wanted(
    _ key: String, _ value: YAMLValue, _ board: Board?, hasFaults: Bool
  ) -> Expectation.Wanted? {
    let names = board?.countedNames
    switch key {
    case "result":
      return value.word(among: Summary.Outcome.allCases.map(\.rawValue)).flatMap(Summary.Outcome.init).map {
        .result($0)
      }
    case "alarm": return alarm(value)
    case "position_mm": return place(value, toleranceMm: 0.01).map { .position($0) }
    case "carriage_mm": return place(value, toleranceMm: 0.05).map { .carriage($0) }
    case "steps": return counts(value, ScenarioKeys.axes, -Self.mostCounted...Self.mostCounted).map { .steps($0) }
    case "pulses": return counts(value, names, 0...Self.mostCounted).map { .pulses($0) }
    case "lost_steps":
      if value.isScalar { return value.word(among: ["none"]).map { _ in .lostSteps([]) } }
      return counts(value, names, 0...Self.mostCounted).map { .lostSteps($0) }
    case "limits_kept": return value.word(among: ["true"]).map { _ in .limitsKept }
    case "timing_contract": return value.word(among: ["true"]).map { _ in .timingContract }
    case "time_s": return time(value)
    case "faults_struck":
      if !hasFaults { value.report(.cannotFail(example: "faults: [\(FaultName.powerCut.example)]")) }
      return value.word(among: ["true"]).map { _ in .faultsStruck }
    case "states": return states(value).map { .states($0) }
    case "reaches": return reaches(value)
    case "answers":
      let lines = value.list(example: "[ok]")?.compactMap { $0.text(example: "ok") } ?? []
      return lines.isEmpty ? nil : .answers(lines)
    case "homing_shift_mm": return place(value, toleranceMm: 0.05).map { .homingShift($0) }
    case "late_ticks", "slowdowns", "standstills":
      guard let figure = Expectation.TickFigure(rawValue: key) else { return nil }
      return value.wholeNumber(0...1_000_000_000, example: "0").map { .kept(figure, $0) }
    default: return hash(value)
    }
  }

  private func states(_ value: YAMLValue) -> [MachineState]? {
    guard let items = value.list(example: "[idle, home, idle]") else { return nil }
    if items.isEmpty { value.report(.cannotFail(example: "[idle, home, idle]")) }
    let states = items.compactMap(state)
    return states.isEmpty || states.count < items.count ? nil : states
  }

  private func state(_ value: YAMLValue) -> MachineState? {
    guard let word = value.word(among: MachineState.allCases.map(\.name)) else { return nil }
    return MachineState.allCases.first { $0.name == word }
  }

  private func reaches(_ value: YAMLValue) -> Expectation.Wanted? {
    guard let map = value.mapping(keys: ScenarioKeys.reaches, example: "{state: hold, within_s: 2}") else { return nil }
    let state = map.required("state", example: "hold").flatMap(state)
    let seconds = map.required("within_s", example: "2")?.number(0.001...1e6, example: "2")
    guard let state, let seconds else { return nil }
    return .reaches(state, withinS: seconds)
  }

  private static let mostCounted = 1_000_000_000_000

  private func alarm(_ value: YAMLValue) -> Expectation.Wanted? {
    if value.isScalar { return value.word(among: ["none"]).map { _ in .noAlarm } }
    let example = "{code: hard_limit, line: 12, axis: x}"
    guard let map = value.mapping(keys: ScenarioKeys.alarm, example: example) else { return nil }
    let code = map.required("code", example: "hard_limit")?.word(among: Summary.Alarm.codes)
    let line = map["line"]?.wholeNumber(1...4_000_000_000, example: "12")
    let axis = map["axis"]?.word(among: ScenarioKeys.axes)
    return code.map { .alarm(AlarmWanted(code: $0, line: line, axis: axis)) }
  }

  private func place(_ value: YAMLValue, toleranceMm: Double) -> PlaceWanted? {
    let example = "{x: 10, tolerance: \(toleranceMm.shortText)}"
    guard let map = value.mapping(keys: ScenarioKeys.place, example: example) else { return nil }
    let tolerance = map["tolerance"]?.number(0...1000, example: toleranceMm.shortText)
    if !ScenarioKeys.axes.contains(where: { map[$0] != nil }) {
      if !map.hasMisspelt(ScenarioKeys.axes) { value.report(.cannotFail(example: example)) }
      return nil
    }
    let mm = ScenarioKeys.axes.map { map[$0]?.number(-100_000...100_000, example: "10") }
    return PlaceWanted(mm: mm, toleranceMm: tolerance ?? toleranceMm)
  }

  /// Without a board nobody knows which names there are, and its problems are told instead.
  private func counts(_ value: YAMLValue, _ names: [String]?, _ range: ClosedRange<Int>) -> [CountWanted]? {
    guard let names else { return nil }
    let example = "{\(names.first ?? "x"): 1234}"
    guard let map = value.mapping(keys: names, example: example) else { return nil }
    let counts = names.compactMap { name in
      map[name]?.wholeNumber(range, example: "1234").map { CountWanted(name, $0) }
    }
    if !counts.isEmpty { return counts }
    if !names.contains(where: { map[$0] != nil }) && !map.hasMisspelt(names) {
      value.report(.cannotFail(example: example))
    }
    return nil
  }

  private func time(_ value: YAMLValue) -> Expectation.Wanted? {
    let example = "{below: 20, above: 3}"
    guard let map = value.mapping(keys: ScenarioKeys.time, example: example) else { return nil }
    let below = map["below"]?.number(0...1e9, example: "20")
    let above = map["above"]?.number(0...1e9, example: "3")
    if map["below"] == nil && map["above"] == nil && !map.hasMisspelt(ScenarioKeys.time) {
      value.report(.cannotFail(example: example))
    }
    if let below, let above, above >= below {
      map["above"]?.report(.contradiction(.minimumAboveMaximum(minimum: above, maximum: below)))
    }
    return .time(belowS: below, aboveS: above)
  }

  /// Sixteen hexadecimal digits, as a summary writes them.
  private func hash(_ value: YAMLValue) -> Expectation.Wanted? {
    let example = "0123456789abcdef"
    guard let text = value.text(example: example) else { return nil }
    let digits = text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    guard text.utf8.count == 16, digits, let hash = UInt64(text, radix: 16) else {
      value.reportWrong(.text(example: example))
      return nil
    }
    return .traceHash(hash)
  }
}

extension YAMLValue {
  fileprivate var isEmptyList: Bool { node.sequence?.isEmpty ?? true }
}

extension Summary.Alarm {
  /// Every code that a run can end with.
  package static let codes = [
    "driver_timing", "emergency_stop", "fault", "gcode", "gpio", "guard_lost", "hard_limit", "homing_door",
    "homing_not_found", "homing_not_released", "homing_required", "homing_reset", "late_tick", "lost_steps",
    "position_too_large", "power_cut", "probe_missed", "probe_not_ready", "read", "reset_in_motion", "soft_limit",
    "spindle_not_reversible", "stall", "time_limit", "waits_for_person",
  ]
}
