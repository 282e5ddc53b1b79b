// Stock and tools of a board file.

import StepperCore

extension BoardReader {
  func stock(_ value: YAMLValue?, workOffset: Point) -> BoardStock? {
    let example = "{material: pine, size_mm: [200, 150, 22]}"
    guard let map = value?.mapping(keys: BoardKeys.stock, example: example) else { return nil }
    let material = map.required("material", example: "pine")?.text(example: "pine", limit: 60)
    let size = map.required("size_mm", example: "[200, 150, 22]")?.point(0.01...100_000, example: "[200, 150, 22]")
    let corner = map["front_left_top_mm"]?.point(-100_000...100_000, example: "[20, 20, -30]")
    guard let material, let size else { return nil }
    return BoardStock(
      material: material, sizeMm: size, frontLeftTopMm: corner ?? workOffset,
      isAtWorkZero: map["front_left_top_mm"] == nil)
  }

  func cutting(_ root: YAMLMapping) -> BoardCutting {
    var cutting = BoardCutting(shelf: shelf)
    if let value = root["tool"] {
      let name = value.text(example: "flat-3mm", limit: 64)
      cutting.isWithoutTool = name == "none"
      if let name, name != "none" { cutting.tool = tool(name, value) }
    }
    let example = "{1: flat-3mm, 2: ball-3mm}"
    for (number, place, value) in root["tools"]?.entries(example: example) ?? [] {
      guard let index = Int(number), (0...99_999).contains(index) else {
        problems.report(
          .wrongType(expected: .wholeNumber(example: "1"), found: number), in: file, at: place, key: value.key)
        continue
      }
      if let name = value.text(example: "flat-3mm", limit: 64) { cutting.tools[index] = tool(name, value) }
    }
    if let value = root["stock"], !cutting.isWithoutTool { cutting.material = material(value) }
    return cutting
  }

  private func tool(_ name: String, _ value: YAMLValue) -> ToolPart? {
    if let part = parts.tools[name] { return part }
    let known = parts.tools.keys.sorted()
    value.report(
      .unknownPart(kind: "tool", name: name, known: known), suggestion: Spelling.nearest(to: name, in: known))
    return nil
  }

  /// A material without figures can still be cut, only its forces are not known: a warning.
  private func material(_ stock: YAMLValue) -> MaterialPart? {
    guard let value = stock.entries(example: "{material: pine}")?.first(where: { $0.name == "material" })?.value,
      let name = value.node.scalar?.string
    else { return nil }
    if let part = parts.materials[name] { return part }
    problems.warnings.append(
      BoardWarning(
        file: file, line: value.place.line, column: value.place.column, key: "stock.material",
        matter: .unknownMaterial(name: name, nearest: Spelling.nearest(to: name, in: parts.materials.keys.sorted()))))
    return nil
  }
}
