// The `input_shaper` of an axis comes in; its settings go out, and a warning where axes are shaped too differently.

import StepperCore

extension BoardReader {
  /// What keeps an axis from ringing; nil where the file says nothing, or not properly.
  func shaper(_ value: YAMLValue?) -> ShaperSettings? {
    let example = "{type: mzv, frequency_hz: 42}"
    guard let value, let map = value.mapping(keys: BoardKeys.inputShaper, example: example) else { return nil }
    let kinds: KeyValuePairs<String, ShaperSettings.Kind> = ["zv": .zv, "mzv": .mzv, "ei": .ei]
    let kind = map.required("type", example: "mzv")?.choice(kinds)
    let frequency = map.required("frequency_hz", example: "42")
    let hz = frequency?.number(ShaperSettings.frequencyRangeHz, example: "42")
    var damping: Double? = ShaperSettings.usualDampingRatio
    if let value = map["damping_ratio"] { damping = value.number(ShaperSettings.dampingRange, example: "0.1") }
    let limitHz = sliceHz / ShaperSettings.leastSlicesPerPeriod
    if let hz, hz > limitHz {
      frequency?.report(.contradiction(.shaperTooFast(frequencyHz: hz, limitHz: limitHz)))
    }
    guard let kind, let hz, let damping else { return nil }
    return ShaperSettings(kind, frequencyHz: hz, dampingRatio: damping)
  }

  /// Axes that are shaped differently bend straight ways while speed changes: by more than the tolerance has for it?
  func warnOfShapers(_ settings: MachineSettings, _ axes: [AxisEntry]) {
    guard let worst = ShaperSkew(settings).worst,
      worst.mm > ShaperSkew.allowedMm(toleranceMm: settings.toleranceMm),
      let shown = [axes[worst.second], axes[worst.first]].first(where: { $0.settings.shaper != nil })
    else { return }
    problems.warnings.append(
      BoardWarning(
        file: file, line: shown.shaperPlace.line, column: shown.shaperPlace.column,
        key: "axes.\(shown.name).input_shaper",
        matter: .shapersDiffer(
          first: axes[worst.first].name, second: axes[worst.second].name, offMm: worst.mm,
          toleranceMm: settings.toleranceMm)))
  }
}
