// Text into pages and pictures: anything a stranger wrote in, harmless markup out.

extension String {
  /// Escaped for HTML and XML, in text and in quoted attributes; control characters are shown, not obeyed.
  var htmlEscaped: String {
    var out = ""
    for character in Terminal.visible(self, keepingLines: true).unicodeScalars {
      switch character {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      default: out.unicodeScalars.append(character)
      }
    }
    return out
  }
}

extension Phrase {
  /// For a page, with everything in it escaped; options such as `--origin` are not broken at their hyphens.
  func html(_ language: Language) -> String {
    let words = text(in: language).htmlEscaped.split(separator: " ", omittingEmptySubsequences: false)
    return words.map { $0.hasPrefix("--") ? "<span class=\"option\">\($0)</span>" : String($0) }.joined(separator: " ")
  }
}

/// A number for markup: a share of one as a percentage with two decimals and a point, whatever the language.
func cssPercent(_ share: Double) -> String {
  let hundredths = Int((min(max(share.isFinite ? share : 0, -10), 10) * 10_000).rounded())
  let digits = String(hundredths.magnitude)
  let padded = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  return (hundredths < 0 ? "-" : "") + padded.dropLast(2) + "." + padded.suffix(2) + "%"
}
