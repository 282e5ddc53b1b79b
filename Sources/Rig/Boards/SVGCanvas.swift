// Shapes and texts come in; the text of an SVG picture goes out.

/// A picture in the making. Coordinates are pixels at the picture's own size, y downwards.
struct SVGCanvas {
  private var body = ""
  let width: Double

  init(width: Double) { self.width = width }

  enum Anchor: String { case start, middle, end }

  mutating func rect(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, radius: Double = 0, fill: String,
    stroke: String = "none", strokeWidth: Double = 1
  ) {
    body += """
      <rect x="\(x.shortText)" y="\(y.shortText)" width="\(width.shortText)" height="\(height.shortText)" \
      rx="\(radius.shortText)" fill="\(fill)" stroke="\(stroke)" stroke-width="\(strokeWidth.shortText)"/>

      """
  }

  mutating func circle(_ x: Double, _ y: Double, radius: Double, fill: String, stroke: String = "none") {
    body += """
      <circle cx="\(x.shortText)" cy="\(y.shortText)" r="\(radius.shortText)" fill="\(fill)" stroke="\(stroke)" \
      stroke-width="1.5"/>

      """
  }

  /// - Parameter dash: lengths of strokes and gaps, such as `5 4`; nil: drawn through.
  mutating func line(
    _ points: [(x: Double, y: Double)], stroke: String, width: Double = 1.5, dash: String? = nil
  ) {
    let path = points.map { "\($0.x.shortText),\($0.y.shortText)" }.joined(separator: " ")
    body += """
      <polyline points="\(path)" fill="none" stroke="\(stroke)" stroke-width="\(width.shortText)" \
      stroke-linejoin="round"\(dash.map { " stroke-dasharray=\"\($0)\"" } ?? "")/>

      """
  }

  mutating func area(_ points: [(x: Double, y: Double)], fill: String) {
    let path = points.map { "\($0.x.shortText),\($0.y.shortText)" }.joined(separator: " ")
    body += "<polygon points=\"\(path)\" fill=\"\(fill)\"/>\n"
  }

  mutating func text(
    _ text: String, _ x: Double, _ y: Double, size: Double = 12, anchor: Anchor = .start, fill: String = "#1d2733",
    isBold: Bool = false
  ) {
    body += """
      <text x="\(x.shortText)" y="\(y.shortText)" font-size="\(size.shortText)" text-anchor="\(anchor.rawValue)" \
      fill="\(fill)"\(isBold ? " font-weight=\"bold\"" : "")>\(Self.escape(text))</text>

      """
  }

  /// Breaks a text into lines that fit `width`, draws them, and returns how many there were.
  mutating func paragraph(
    _ text: String, _ x: Double, _ y: Double, width: Double, size: Double, lineHeight: Double, fill: String = "#1d2733"
  ) -> Int {
    // The widest of the usual fonts has letters of 0.58 times the size on average.
    let limit = max(8, Int(width / (size * 0.58)))
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= limit {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    for (index, line) in lines.enumerated() {
      self.text(line, x, y + Double(index) * lineHeight, size: size, fill: fill)
    }
    return lines.count
  }

  /// The finished picture.
  func svg(height: Double, title: String) -> String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width.shortText) \(height.shortText)" \
    width="\(width.shortText)" height="\(height.shortText)" role="img" \
    font-family="Helvetica, Arial, 'DejaVu Sans', sans-serif">
    <title>\(Self.escape(title))</title>
    <rect width="100%" height="100%" fill="#ffffff"/>
    \(body)</svg>

    """
  }

  /// Text as XML wants it; control characters, which XML forbids, become spaces.
  static func escape(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case let control where control.value < 0x20 || control.value == 0x7F: result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
