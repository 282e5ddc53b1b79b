// The steps of a scenario's script: each has one key, which says what is done.

import SimBackend
import StepperCore

extension ScenarioReader {
  func steps(_ value: YAMLValue?, _ board: Board?, hasPhysics: Bool) -> [ScriptStep] {
    let items = value?.list(example: "[{send: $H}, {wait: {state: idle}}]") ?? []
    return items.compactMap { item in
      guard let map = item.mapping(keys: ScenarioKeys.step, example: "{wait: {state: idle}}") else { return nil }
      let given = ScenarioKeys.step.filter { map[$0] != nil }
      guard given.count == 1, let key = given.first, let value = map[key] else {
        if !map.hasMisspelt(ScenarioKeys.step) { item.report(.oneOfKeysNeeded(ScenarioKeys.step)) }
        return nil
      }
      return action(key, value, board, hasPhysics: hasPhysics).map {
        ScriptStep($0, line: value.place.line, column: value.place.column)
      }
    }
  }

  private func action(_ key: String, _ value: YAMLValue, _ board: Board?, hasPhysics: Bool) -> ScriptStep.Action? {
    switch key {
    case "send":
      guard let text = value.text(example: "G0 X10", limit: YAMLDocument.byteLimit) else { return nil }
      return .send(Array((text.hasSuffix("\n") ? text : text + "\n").utf8))
    case "realtime":
      guard let word = value.word(among: RealTimeByte.allCases.map(\.name)) else { return nil }
      return RealTimeByte.allCases.first { $0.name == word }.map { .realTime($0) }
    case "wait": return wait(value)
    case "press": return button(value, board).map { .press($0, true) }
    case "release": return button(value, board).map { .press($0, false) }
    case "stock": return stock(value, board)
    default:
      guard let kind = faultNow(value, board, hasPhysics: hasPhysics) else { return nil }
      if key == "begin" { return .begin(kind) }
      if kind.canBeMended { return .mend(kind) }
      value.report(.contradiction(.uselessWith(choice: kind.name.rawValue)))
      return nil
    }
  }

  private func wait(_ value: YAMLValue) -> ScriptStep.Action? {
    guard let map = value.mapping(keys: ScenarioKeys.wait, example: "{state: idle, within_s: 60}") else { return nil }
    let conditions = ["state", "position", "time_s"]
    let given = conditions.filter { map[$0] != nil }
    guard given.count == 1, let word = given.first, let wanted = map[word] else {
      if !(given.isEmpty && map.hasMisspelt(conditions)) { value.report(.oneOfKeysNeeded(conditions)) }
      return nil
    }
    let withinS = map["within_s"]?.number(0.001...1e6, example: "60") ?? 60
    switch word {
    case "state":
      guard let name = wanted.word(among: MachineState.allCases.map(\.name)) else { return nil }
      return MachineState.allCases.first { $0.name == name }.map { .waitState($0, withinS: withinS) }
    case "position":
      guard let (axis, mm) = axisPosition(wanted) else { return nil }
      return .waitPosition(axis: axis, mm: mm, withinS: withinS)
    default:
      map["within_s"]?.report(.contradiction(.uselessWith(choice: "time_s")))
      return wanted.number(0.000_1...1e6, example: "0.5").map { .waitSeconds($0) }
    }
  }

  private func stock(_ value: YAMLValue, _ board: Board?) -> ScriptStep.Action? {
    let map = value.mapping(keys: ScenarioKeys.stock, example: "{z_mm: -3}")
    let z = map?.required("z_mm", example: "-3")?.number(-100_000...100_000, example: "-3")
    guard let board, let z else { return nil }
    if board.inputs.contains(where: { $0.bit == .probe }) { return .stock(zMm: z) }
    value.report(.unknownWire(name: "probe", known: board.inputs.map(\.name)))
    return nil
  }

  private func button(_ value: YAMLValue, _ board: Board?) -> InputWord? {
    guard let name = value.text(example: "estop"), let board else { return nil }
    if let wire = board.inputs.first(where: { $0.name == name }) { return wire.bit }
    let known = board.inputs.map(\.name)
    value.report(.unknownWire(name: name, known: known), suggestion: Spelling.nearest(to: name, in: known))
    return nil
  }
}
