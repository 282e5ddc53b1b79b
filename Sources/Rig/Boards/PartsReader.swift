// Parts files come in; a parts library goes out, with the problems of all its files.

import Foundation

/// Reads `parts/*.yaml`.
struct PartsReader {
  var library = PartsLibrary()
  private let problems = ProblemList()
  private var firstPlaces: [String: String] = [:]

  /// The library of a folder; an empty one when the folder does not exist.
  /// - Parameter words: only parts with these names, and those of files that are too unusual to tell; nil: all.
  static func read(folder: String, among words: Set<PartsText.Word>? = nil) -> PartsLibrary {
    var reader = PartsReader()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names.sorted() where name.hasSuffix(".yaml") {
      reader.read(path: folder + "/" + name, among: words)
    }
    reader.library.problems = reader.problems.inFileOrder
    return reader.library
  }

  /// The library of one file's text.
  static func read(bytes: [UInt8], file: String) -> PartsLibrary {
    var reader = PartsReader()
    reader.read(bytes: bytes, file: file)
    reader.library.problems = reader.problems.inFileOrder
    return reader.library
  }

  private mutating func read(path: String, among words: Set<PartsText.Word>?) {
    switch BoardFile.bytes(path) {
    case .success(let bytes):
      if let words {
        if let kept = PartsText.keeping(words, in: bytes) { read(bytes: kept, file: path) }
      } else {
        read(bytes: bytes, file: path)
      }
    case .failure(let fault): problems.report(fault, in: path, at: Place(line: 0, column: 0))
    }
  }

  private mutating func read(bytes: [UInt8], file: String) {
    var document = YAMLDocument(file: file, problems: problems)
    guard let root = document.root(of: bytes),
      let parts = root.mapping(keys: BoardKeys.parts, example: "drivers: {…}")
    else { return }
    for (name, place, value) in parts["drivers"]?.entries(example: "tb6600: {…}") ?? [] {
      if isNew("driver", name, place, value), let part = driver(name, value) { library.drivers[name] = part }
    }
    for (name, place, value) in parts["motors"]?.entries(example: "17hs4401: {…}") ?? [] {
      if isNew("motor", name, place, value), let part = motor(name, value) { library.motors[name] = part }
    }
    for (name, place, value) in parts["transmissions"]?.entries(example: "screw-tr8x8: {…}") ?? [] {
      if isNew("transmission", name, place, value), let part = transmission(name, value) {
        library.transmissions[name] = part
      }
    }
    for (name, place, value) in parts["guides"]?.entries(example: "drawer-slide: {…}") ?? [] {
      if isNew("guide", name, place, value), let part = guide(name, value) { library.guides[name] = part }
    }
    readSwitchesAndSpindles(parts)
    readCuttingParts(parts)
  }

  mutating func isNew(_ kind: String, _ name: String, _ place: Place, _ value: YAMLValue) -> Bool {
    if let first = firstPlaces["\(kind) \(name)"] {
      problems.report(.duplicatePart(kind: kind, firstPlace: first), in: value.file, at: place, key: value.key)
      return false
    }
    firstPlaces["\(kind) \(name)"] = "\(value.file):\(place.line)"
    return true
  }

  private func driver(_ name: String, _ value: YAMLValue) -> DriverPart? {
    guard let map = value.mapping(keys: BoardKeys.driverPart, example: "title: …") else { return nil }
    let us: ClosedRange<Double> = 0.01...1000
    let optional: ClosedRange<Double> = 0...1000
    let terminals = map["terminals"]?.mapping(keys: BoardKeys.terminals, example: "step: PUL+")
    return DriverPart(
      name: name, title: title(map),
      stepHighUs: figure(map, "step_high_us", us), stepLowUs: figure(map, "step_low_us", us),
      directionSetupUs: figure(map, "dir_setup_us", optional), directionHoldUs: figure(map, "dir_hold_us", optional),
      enableDelayUs: figure(map, "enable_delay_us", 0...1_000_000),
      maxStepHz: map["max_step_hz"] == nil ? nil : figure(map, "max_step_hz", 100...10_000_000),
      microsteps: microsteps(map),
      minSupplyV: map["min_supply_v"] == nil ? nil : figure(map, "min_supply_v", 1...400),
      maxSupplyV: figure(map, "max_supply_v", 1...400), maxCurrentA: figure(map, "max_current_a", 0.05...50),
      isEnableActiveLow: word(map, "enable_active", ["low": true, "high": false]) ?? true,
      inputs: word(map, "inputs", ["logic": .logic, "opto-5v": .opto5V]) ?? .logic,
      hasSquareWaveform: map["current_waveform"] == nil
        ? false : word(map, "current_waveform", ["sine": false, "square": true]) ?? false,
      decayShare: map["decay_share"] == nil ? nil : figure(map, "decay_share", 0...1),
      stepTerminal: terminals?["step"]?.text(example: "PUL+", limit: 12) ?? "STEP",
      directionTerminal: terminals?["dir"]?.text(example: "DIR+", limit: 12) ?? "DIR",
      enableTerminal: terminals?["enable"]?.text(example: "ENA+", limit: 12) ?? "EN")
  }

  private func motor(_ name: String, _ value: YAMLValue) -> MotorPart? {
    guard let map = value.mapping(keys: BoardKeys.motorPart, example: "title: …") else { return nil }
    let steps = figure(map, "steps_per_rev", 4...10_000)
    if steps.value != steps.value.rounded() { map["steps_per_rev"]?.reportWrong(.wholeNumber(example: "200")) }
    return MotorPart(
      name: name, title: title(map), stepsPerRev: Int(steps.value),
      holdingTorqueNm: figure(map, "holding_torque_n_m", 0.001...1000),
      ratedCurrentA: figure(map, "rated_current_a", 0.01...50),
      resistanceOhm: figure(map, "resistance_ohm", 0.01...1000),
      inductanceMh: figure(map, "inductance_mh", 0.01...1000),
      rotorInertiaGCm2: figure(map, "rotor_inertia_g_cm2", 0.01...1_000_000),
      detentPercent: figure(map, "detent_percent", 0...50),
      ironLossPercent: map["iron_loss_percent"] == nil ? nil : figure(map, "iron_loss_percent", 0...200))
  }

  private func transmission(_ name: String, _ value: YAMLValue) -> TransmissionPart? {
    guard let map = value.mapping(keys: BoardKeys.transmissionPart, example: "title: …") else { return nil }
    return TransmissionPart(name: name, title: title(map), mmPerRev: figure(map, "mm_per_rev", 0.01...10_000))
  }

  private func guide(_ name: String, _ value: YAMLValue) -> GuidePart? {
    guard let map = value.mapping(keys: BoardKeys.guidePart, example: "title: …") else { return nil }
    return GuidePart(
      name: name, title: title(map), frictionCoefficient: figure(map, "friction_coefficient", 0...2),
      dragN: figure(map, "drag_n", 0...1000), playMm: map["play_mm"] == nil ? nil : figure(map, "play_mm", 0...10))
  }

  func title(_ map: YAMLMapping) -> String {
    map.required("title", example: "TB6600 in a box")?.text(example: "TB6600 in a box") ?? ""
  }

  /// `{value: 3, source: …}`; the low end of the range where it is wrong, which no board gets to see.
  func figure(_ map: YAMLMapping, _ key: String, _ range: ClosedRange<Double>) -> Figure {
    let example = "{value: 3, source: data sheet, page 5}"
    let fallback = Figure(value: range.lowerBound, source: "")
    guard let entry = map.required(key, example: example),
      let figure = entry.mapping(keys: BoardKeys.figure, example: example)
    else { return fallback }
    let value = figure.required("value", example: "3")?.number(range, example: "3")
    let source = figure.required("source", example: "data sheet, page 5")?.text(example: "data sheet, page 5")
    let estimated = figure["estimated"]?.flag() ?? false
    guard let value, let source else { return fallback }
    return Figure(value: value, source: source, isEstimated: estimated)
  }

  func word<T>(_ map: YAMLMapping, _ key: String, _ choices: KeyValuePairs<String, T>) -> T? {
    let example = "{value: \(choices[0].key), source: data sheet}"
    guard let figure = map.required(key, example: example)?.mapping(keys: BoardKeys.figure, example: example) else {
      return nil
    }
    _ = figure.required("source", example: "data sheet")?.text(example: "data sheet")
    _ = figure["estimated"]?.flag()
    return figure.required("value", example: choices[0].key)?.choice(choices)
  }

  private func microsteps(_ map: YAMLMapping) -> [Int] {
    let example = "{value: [1, 2, 4, 8, 16], source: data sheet}"
    guard
      let figure = map.required("microsteps", example: example)?.mapping(keys: BoardKeys.figure, example: example)
    else { return [] }
    _ = figure.required("source", example: "data sheet")?.text(example: "data sheet")
    _ = figure["estimated"]?.flag()
    let values = figure.required("value", example: "[1, 2, 4, 8, 16]")?.list(example: "[1, 2, 4, 8, 16]") ?? []
    return values.compactMap { $0.wholeNumber(1...1024, example: "16") }
  }
}
