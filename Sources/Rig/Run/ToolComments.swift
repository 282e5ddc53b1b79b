// Tools as the job's own comments describe them: the job's text in, tools by their T number out.

import SimBackend

/// Tools as CAM programs describe them in comments: `T1 M6 (3 mm ball nose)`, `( T0 : 3.175 )`, `(T2 D=6. ... ball end mill)`.
///
/// A line counts where a T number and a comment stand together, and the comment holds a diameter; the first such line of a
/// number counts. Everything else in comments is left alone.
package struct ToolComments: Sendable {
  private static let longestLine = 300

  package private(set) var tools: [Int: CuttingTool] = [:]
  private var line: [UInt8] = []
  private var hasNumber = false
  private var hasComment = false

  package init() {}

  /// Takes the next bytes of the job; lines may go on in the next piece.
  package mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
    for byte in bytes {
      if byte == 0x0A {
        end()
        continue
      }
      // A T and a comment are needed; most lines have neither.
      if byte == 0x54 || byte == 0x74 { hasNumber = true }
      if byte == 0x28 || byte == 0x3B { hasComment = true }
      if line.count <= Self.longestLine { line.append(byte) }
    }
  }

  /// The last line has no end of its own.
  package mutating func end() {
    if hasNumber && hasComment && line.count <= Self.longestLine {
      Self.read(String(decoding: line, as: UTF8.self).lowercased(), into: &tools)
    }
    line.removeAll(keepingCapacity: true)
    (hasNumber, hasComment) = (false, false)
  }

  private static func read(_ text: String, into tools: inout [Int: CuttingTool]) {
    guard let comment = text.firstIndex(where: { $0 == "(" || $0 == ";" }) else { return }
    let matches = text.matches(of: /(?:^|[^a-z])t\s*([0-9]{1,5})(?![0-9])/)
    for (index, match) in matches.enumerated() {
      guard let number = Int(match.1), tools[number] == nil else { continue }
      // From the number, or from the comment where that comes later, up to the next tool of a list.
      let start = max(comment, match.range.upperBound)
      let end = index + 1 < matches.count ? matches[index + 1].range.lowerBound : text.endIndex
      if start < end, let tool = tool(String(text[start..<end])) { tools[number] = tool }
    }
  }

  private static func tool(_ text: String) -> CuttingTool? {
    let number = /([0-9]+(?:\.[0-9]*)?|\.[0-9]+)/
    var angle: Double?
    var words = text
    if let match = text.firstMatch(of: /([0-9]+(?:\.[0-9]+)?)\s*(?:°|deg)/), let value = Double(match.1) {
      angle = value
      words.removeSubrange(match.range)
    }
    let isDrill = words.contains("drill")
    // `D=6`, `6 mm`, `( T0 : 3.175 )`; the unit, where there is one, is the millimetre.
    let sized =
      words.firstMatch(of: /d\s*=\s*([0-9]+(?:\.[0-9]*)?)/)?.1 ?? words.firstMatch(of: /([0-9]+(?:\.[0-9]*)?)\s*mm/)?.1
      ?? words.firstMatch(of: /^\s*:\s*([0-9]+(?:\.[0-9]*)?)\s*\)/)?.1
    let size =
      sized.flatMap { Double($0) }
      ?? (angle != nil
        ? 6
        : words.contains("mm")
          ? words.firstMatch(of: number)
            .flatMap { Double($0.1) } : nil)
    guard let size, size >= 0.05, size <= 100 else { return nil }
    if let angle, angle >= 5, angle <= 175, !isDrill {
      // An engraving bit's millimetres are its tip.
      let isTip = size < 1
      return CuttingTool(
        shape: .vee(angleDeg: angle, tipMm: isTip ? size : 0), diameterMm: isTip ? 3.175 : size, flutes: isTip ? 1 : 2,
        fluteLengthMm: isTip ? 8 : size)
    }
    if isDrill {
      return CuttingTool(shape: .vee(angleDeg: 118, tipMm: 0), diameterMm: size, flutes: 2, fluteLengthMm: size * 10)
    }
    let shape: CuttingTool.Shape = words.contains("ball") ? .ball : .flat
    return CuttingTool(
      shape: shape, diameterMm: size, flutes: 2, fluteLengthMm: size < 3 ? size * 4 : max(22, size * 4))
  }
}
