// How many columns a text takes on a terminal: characters in, columns out.

extension StringProtocol {
  /// Columns on a terminal: combining marks take none, East Asian wide characters and emoji take two.
  var columns: Int {
    var total = 0
    for character in self { total += character.columns }
    return total
  }

  /// The longest beginning that fits, with an ellipsis where something was cut.
  func fitted(columns limit: Int) -> String {
    if columns <= limit { return String(self) }
    guard limit > 0 else { return "" }
    var out = ""
    var left = limit - 1
    for character in self {
      if character.columns > left { break }
      left -= character.columns
      out.append(character)
    }
    return out + "…"
  }
}

extension Character {
  fileprivate var columns: Int {
    guard let scalar = unicodeScalars.first else { return 0 }
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F ? 0 : 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .control, .format: return 0
    default: break
    }
    if scalar.properties.isEmojiPresentation || unicodeScalars.contains("\u{FE0F}") { return 2 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
