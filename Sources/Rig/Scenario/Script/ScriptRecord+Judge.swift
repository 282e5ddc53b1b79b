// What a script's machine did, held against what was expected of it.

import StepperCore

extension ScriptRecord {
  /// Nil where it holds.
  func failure(of expectation: Expectation, _ end: Phrase) -> Phrase? {
    let key = expectation.key
    func differs(_ wanted: String, _ was: String) -> Phrase {
      .expected(key, Phrase(same: wanted), Phrase(same: was), end)
    }
    switch expectation.wanted {
    case .states(let wanted):
      let was = states.map(\.state)
      return was == wanted ? nil : differs(Self.text(wanted), Self.text(was))
    case .reaches(let state, let withinS):
      let first = states.first { $0.state == state }
      let seconds = first.map { Double($0.tick) / tickHz }
      if let seconds, seconds <= withinS { return nil }
      return .expected(key, .stateWithin(state.name, withinS), seconds.map { .seconds($0) } ?? .nothing, end)
    case .answers(let wanted):
      var rest = answers[...]
      for line in wanted {
        guard let place = rest.firstIndex(of: line) else {
          return differs(line, answers.suffix(8).joined(separator: " / "))
        }
        rest = rest[(place + 1)...]
      }
      return nil
    case .homingShift(let wanted):
      guard let shift = homingShiftMm else { return .expected(key, .placeText(wanted), .unknown, end) }
      let axes = (0..<3).filter { wanted.mm[$0] != nil }
      let off = axes.filter { abs(shift[$0] - (wanted.mm[$0] ?? 0)) > wanted.toleranceMm + 1e-9 }
      return off.isEmpty ? nil : .expected(key, .placeText(wanted), .placeText(shift, axes: axes), end)
    default: return nil
    }
  }

  private static func text(_ states: [MachineState]) -> String { states.map(\.name).joined(separator: ", ") }
}
