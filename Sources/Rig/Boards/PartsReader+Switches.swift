// The `switches` and `spindles` of a parts file come in; parts of the library go out.

extension PartsReader {
  mutating func readSwitchesAndSpindles(_ parts: YAMLMapping) {
    for (name, place, value) in parts["switches"]?.entries(example: "kw12: {…}") ?? [] {
      if isNew("switch", name, place, value), let part = switchPart(name, value) { library.switches[name] = part }
    }
    for (name, place, value) in parts["spindles"]?.entries(example: "trim-router: {…}") ?? [] {
      if isNew("spindle", name, place, value), let part = spindle(name, value) { library.spindles[name] = part }
    }
  }

  private func switchPart(_ name: String, _ value: YAMLValue) -> SwitchPart? {
    guard let map = value.mapping(keys: BoardKeys.switchPart, example: "title: …") else { return nil }
    let contacts: KeyValuePairs<String, SwitchPart.Contacts> = [
      "both": .both, "open": .normallyOpen, "closed": .normallyClosed,
    ]
    return SwitchPart(
      name: name, title: title(map), contacts: word(map, "contacts", contacts) ?? .both,
      hysteresisMm: map["hysteresis_mm"] == nil ? nil : figure(map, "hysteresis_mm", 0...10),
      bounceMs: figure(map, "bounce_ms", 0...100))
  }

  private func spindle(_ name: String, _ value: YAMLValue) -> SpindlePart? {
    guard let map = value.mapping(keys: BoardKeys.spindlePart, example: "title: …") else { return nil }
    let part = SpindlePart(
      name: name, title: title(map), powerW: figure(map, "power_w", 1...100_000),
      maxRpm: figure(map, "max_rpm", 1...1_000_000), minRpm: figure(map, "min_rpm", 0...1_000_000),
      timeToSpeedS: figure(map, "time_to_speed_s", 0...120), timeToStopS: figure(map, "time_to_stop_s", 0...600),
      droopPercent: map["droop_percent"] == nil ? nil : figure(map, "droop_percent", 0.1...60))
    // A figure that is wrong has been told already, and has no source.
    if part.minRpm.value > part.maxRpm.value, !part.maxRpm.source.isEmpty {
      map["min_rpm"]?.report(
        .contradiction(.minimumAboveMaximum(minimum: part.minRpm.value, maximum: part.maxRpm.value)))
    }
    return part
  }
}
