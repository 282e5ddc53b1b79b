// The faults of a scenario: kind, moment and duration, each held against the board.

import SimBackend
import StepperCore

extension ScenarioReader {
  func faults(_ value: YAMLValue?, _ board: Board?, hasPhysics: Bool, hasSteps: Bool) -> [ScenarioFault] {
    let items = value?.list(example: "[\(FaultName.jam.example)]") ?? []
    return items.compactMap { item in
      fault(item, board, hasPhysics: hasPhysics, hasSteps: hasSteps).map { ScenarioFault($0, line: item.place.line) }
    }
  }

  private func fault(_ item: YAMLValue, _ board: Board?, hasPhysics: Bool, hasSteps: Bool) -> SimFault? {
    guard let (name, map) = named(item, example: FaultName.jam.example, isNow: false) else { return nil }
    let kind = kind(name, map, board)
    let moment = map.required("at", example: "{line: 4}").flatMap(moment)
    let seconds = map["for_s"]?.number(0.000_001...1e9, example: "0.1")
    check(name, map, board, hasPhysics: hasPhysics)
    // A job is read from a file: nothing comes over a cable.
    if name.needsSender && !hasSteps { map["kind"]?.report(.contradiction(.uselessWith(choice: "job"))) }
    guard let kind, let moment else { return nil }
    return SimFault(kind, moment, durationS: seconds)
  }

  /// A fault that begins, or is mended, by a step of a script: it has no moment of its own.
  func faultNow(_ value: YAMLValue, _ board: Board?, hasPhysics: Bool) -> FaultKind? {
    let example = "{kind: weak-supply, supply_v: 12}"
    guard let (name, map) = named(value, example: example, isNow: true) else { return nil }
    check(name, map, board, hasPhysics: hasPhysics)
    return kind(name, map, board)
  }

  private func named(_ item: YAMLValue, example: String, isNow: Bool) -> (FaultName, YAMLMapping)? {
    guard let entries = item.entries(example: example) else { return nil }
    // Which keys there can be, the kind decides; without one, any that some kind has.
    guard let kindValue = entries.first(where: { $0.name == "kind" })?.value else {
      let all = FaultName.allCases.flatMap(\.keys)
      _ = item.mapping(keys: all, example: example)?.required("kind", example: "jam")
      return nil
    }
    guard let word = kindValue.word(among: FaultName.allCases.map(\.rawValue)), let name = FaultName(rawValue: word),
      let map = item.mapping(keys: isNow ? ["kind"] + name.ownKeys : name.keys, example: isNow ? example : name.example)
    else { return nil }
    return (name, map)
  }

  /// Whether the machine can have it at all.
  private func check(_ name: FaultName, _ map: YAMLMapping, _ board: Board?, hasPhysics: Bool) {
    if name.sample.needsPhysics {
      let hasMechanics = board?.mechanics.allSatisfy { $0 != nil } ?? true
      if !hasPhysics || !hasMechanics { map["kind"]?.report(.needsPhysics(isSwitchedOff: !hasPhysics)) }
    }
    if let board, let input = name.inputOfItsOwn, !board.inputs.contains(where: { $0.name == input }) {
      map["kind"]?.report(.unknownWire(name: input, known: board.inputs.map(\.name)))
    }
  }

  private func kind(_ name: FaultName, _ map: YAMLMapping, _ board: Board?) -> FaultKind? {
    func figure(_ key: String, _ range: ClosedRange<Double>, _ example: String) -> Double? {
      map.required(key, example: example)?.number(range, example: example)
    }
    switch name {
    case .lostSteps, .extraSteps:
      let motor = motor(map, board)
      let pulses = map.required("pulses", example: "3")?.wholeNumber(1...1_000_000_000, example: "3")
      guard let motor, let pulses = pulses.map(UInt32.init) else { return nil }
      return name == .lostSteps ? .lostSteps(motor: motor, pulses: pulses) : .extraSteps(motor: motor, pulses: pulses)
    case .reversedMotor: return motor(map, board).map { .reversedMotor(motor: $0) }
    case .mixedPhases: return motor(map, board).map { .mixedPhases(motor: $0) }
    case .stuckSwitch:
      let input = input(map, board)
      guard let isPressed = map.required("pressed", example: "true")?.flag(), let input else { return nil }
      return .stuckSwitch(input, isPressed: isPressed)
    case .bouncingSwitch:
      let input = input(map, board)
      guard let ms = figure("bounce_ms", 0.001...10_000, "3"), let input else { return nil }
      return .bouncingSwitch(input, ms: ms)
    case .brokenWire: return input(map, board).map { .brokenWire($0) }
    case .noise:
      let input = input(map, board)
      let rate = figure("spikes_per_s", 0.001...1e6, "200"), us = figure("spike_us", 0.001...1e9, "50")
      guard let input, let rate, let us else { return nil }
      return .noise(input, spikesPerS: rate, spikeUs: us)
    case .weakSupply: return figure("supply_v", 0...1000, "12").map { .weakSupply(volts: $0) }
    case .jam:
      let axis = axis(map)
      guard let force = figure("force_n", 0.001...1e8, "400"), let axis else { return nil }
      return .jam(axis: axis, newtons: force)
    case .wall:
      let axis = axis(map)
      guard let mm = figure("at_mm", -100_000...100_000, "60"), let axis else { return nil }
      return .wall(axis: axis, atMm: mm)
    case .powerCut: return .powerCut
    case .emergencyStop: return .emergencyStop
    case .door: return .door
    case .deadProbe: return .deadProbe
    case .lateTick: return figure("late_us", 1...1e7, "5000").map { .lateTick(us: $0) }
    case .slowPlanner: return figure("delay_ms", 0.001...1e6, "30").map { .slowPlanner(ms: $0) }
    case .portError: return .portError
    case .bytesDropped: return bytes(map).map { .bytesDropped(count: $0) }
    case .bytesDoubled: return bytes(map).map { .bytesDoubled(count: $0) }
    }
  }

  private func bytes(_ map: YAMLMapping) -> UInt32? {
    map.required("bytes", example: "1")?.wholeNumber(1...1_000_000, example: "1").map(UInt32.init)
  }

  /// A motor by its name on the board. Where the board could not be read, that alone is told.
  private func motor(_ map: YAMLMapping, _ board: Board?) -> Int? {
    guard let value = map.required("motor", example: "x"), let name = value.text(example: "x"), let board else {
      return nil
    }
    if let motor = board.motors.first(where: { $0.name == name }) { return motor.index }
    let known = board.motors.map(\.name)
    value.report(
      .unknownPart(kind: "motor", name: name, known: known), suggestion: Spelling.nearest(to: name, in: known))
    return nil
  }

  private func input(_ map: YAMLMapping, _ board: Board?) -> InputWord? {
    guard let value = map.required("input", example: "limit_x_min"), let name = value.text(example: "limit_x_min"),
      let board
    else { return nil }
    if let wire = board.inputs.first(where: { $0.name == name }) { return wire.bit }
    let known = board.inputs.map(\.name)
    value.report(.unknownWire(name: name, known: known), suggestion: Spelling.nearest(to: name, in: known))
    return nil
  }

  private func axis(_ map: YAMLMapping) -> Int? {
    map.required("axis", example: "x")?.choice(["x": 0, "y": 1, "z": 2])
  }

  private func moment(_ value: YAMLValue) -> FaultMoment? {
    guard let map = value.mapping(keys: ScenarioKeys.moment, example: "{line: 4}") else { return nil }
    let moments = ScenarioKeys.moment.filter { $0 != "passing" }
    let given = moments.filter { map[$0] != nil }
    guard given.count == 1, let word = given.first, let when = map[word] else {
      // A moment under a misspelt name has been reported as that.
      if !(given.isEmpty && map.hasMisspelt(moments)) { value.report(.oneOfKeysNeeded(moments)) }
      return nil
    }
    if word != "position" { map["passing"]?.report(.contradiction(.uselessWith(choice: word))) }
    switch word {
    case "tick": return when.wholeNumber(0...999_999_999_999_999, example: "4000").map { .tick(UInt64($0)) }
    case "time_s": return when.number(0...1e9, example: "1.5").map { .seconds($0) }
    case "line": return when.wholeNumber(1...4_000_000_000, example: "4").map { .line(UInt32($0)) }
    default: return position(when, map["passing"])
    }
  }

  private func position(_ value: YAMLValue, _ passing: YAMLValue?) -> FaultMoment? {
    let ways: KeyValuePairs<String, FaultTravel> = ["up": .up, "down": .down, "either": .either]
    let travel = passing.map { $0.choice(ways) } ?? .either
    guard let (axis, mm) = axisPosition(value), let travel else { return nil }
    return .position(axis: axis, mm: mm, travel: travel)
  }

  /// `{x: 50}`
  func axisPosition(_ value: YAMLValue) -> (axis: Int, mm: Double)? {
    guard let map = value.mapping(keys: ScenarioKeys.axes, example: "{x: 50}") else { return nil }
    let given = ScenarioKeys.axes.indices.filter { map[ScenarioKeys.axes[$0]] != nil }
    guard given.count == 1, let axis = given.first else {
      value.report(.oneOfKeysNeeded(ScenarioKeys.axes))
      return nil
    }
    return map[ScenarioKeys.axes[axis]]?.number(-100_000...100_000, example: "50").map { (axis, $0) }
  }
}

extension FaultName {
  /// The input that it presses, where it cannot be chosen.
  fileprivate var inputOfItsOwn: String? {
    switch self {
    case .emergencyStop: "estop"
    case .door: "door"
    case .deadProbe: "probe"
    default: nil
    }
  }
}
