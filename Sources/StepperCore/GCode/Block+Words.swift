// A letter and its number come in; the word stands in the block, or a fault says why not.

extension Block {
  /// The largest number that any word may carry.
  static var numberLimit: Double { 1e9 }

  /// Adds a word; nil, or what is wrong with it.
  @inline(__always)
  mutating func addWord(_ letter: UInt8, _ value: Double, column: UInt32) -> GCodeError.Code? {
    if letter == 71 || letter == 77 { return addCode(letter, value, column: column) }
    guard value.magnitude <= Self.numberLimit else { return .numberOutOfRange }
    let bit = LetterSet(bits: 1 << UInt32(letter &- 65))
    if !(bit & Self.meaningless).isEmpty { return .unsupportedLetter }
    if value < 0, !(bit & Self.neverNegative).isEmpty { return .negativeValue }
    return add(letter: letter, value: value, column: column) ? nil : .repeatedWord
  }

  /// A, B, C, D, E, U, V, W: further axes, and words of other dialects.
  private static var meaningless: LetterSet { LetterSet(bits: 0x0070_001F) }
  /// F, H, L, N, P, Q, S, T.
  private static var neverNegative: LetterSet {
    LetterSet("F") | LetterSet("H") | LetterSet("L") | LetterSet("N") | LetterSet("P") | LetterSet("Q")
      | LetterSet("S") | LetterSet("T")
  }

  private mutating func addCode(_ letter: UInt8, _ value: Double, column: UInt32) -> GCodeError.Code? {
    let unknown = letter == 71 ? GCodeError.Code.unknownGWord : .unknownMWord
    guard value >= 0, value < 1000 else { return unknown }
    // A correctly rounded numeral with one decimal is the correctly rounded quotient of its tenths by ten.
    let tenths = UInt16(value * 10 + 0.5)
    guard Double(tenths) / 10 == value else { return .commandNotWhole }
    switch letter == 71 ? meaning(ofG: tenths) : meaning(ofM: tenths) {
    case .known(let group): return add(code: tenths, group: group, column: column) ? nil : .modalGroupConflict
    case .unsupported: return .unsupportedWord
    case .fractionUnknown: return .commandNotWhole
    case .unknown: return unknown
    }
  }
}
