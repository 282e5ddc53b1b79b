// Materials and tools of a parts file.

extension PartsReader {
  mutating func readCuttingParts(_ parts: YAMLMapping) {
    for (name, place, value) in parts["materials"]?.entries(example: "mdf: {…}") ?? [] {
      if isNew("material", name, place, value), let part = material(name, value) { library.materials[name] = part }
    }
    for (name, place, value) in parts["tools"]?.entries(example: "flat-3mm: {…}") ?? [] {
      if isNew("tool", name, place, value), let part = tool(name, value) { library.tools[name] = part }
    }
  }

  private func material(_ name: String, _ value: YAMLValue) -> MaterialPart? {
    guard let map = value.mapping(keys: BoardKeys.materialPart, example: "title: …") else { return nil }
    return MaterialPart(
      name: name, title: title(map),
      specificForceNPerMm2: figure(map, "specific_force_n_mm2", 0.1...20_000),
      exponent: map["exponent"] == nil ? nil : figure(map, "exponent", 0...1),
      normalShare: figure(map, "normal_share", 0...3))
  }

  private func tool(_ name: String, _ value: YAMLValue) -> ToolPart? {
    guard let map = value.mapping(keys: BoardKeys.toolPart, example: "title: …") else { return nil }
    let shape = word(map, "shape", ["flat": ToolPart.Shape.flat, "ball": .ball, "v": .vee]) ?? .flat
    let diameter = figure(map, "diameter_mm", 0.05...300)
    let flutes = figure(map, "flutes", 1...12)
    if flutes.value != flutes.value.rounded() { map["flutes"]?.reportWrong(.wholeNumber(example: "2")) }
    var part = ToolPart(
      name: name, title: title(map), shape: shape, diameterMm: diameter, flutes: Int(flutes.value),
      fluteLengthMm: figure(map, "flute_length_mm", 0.05...500))
    if shape == .vee {
      part.angleDeg = figure(map, "angle_deg", 5...175)
      if map["tip_mm"] != nil { part.tipMm = figure(map, "tip_mm", 0...300) }
    } else {
      for key in ["angle_deg", "tip_mm"] {
        map[key]?.report(.contradiction(.uselessWith(choice: "shape: \(shape.rawValue)")))
      }
    }
    return part
  }
}
