// The text of a parts file and the names that a board uses come in; the same text with nothing but those parts goes out.

/// Leaves out of a parts file what nobody has named, before the parser sees it: parsing is what takes the time.
enum PartsText {
  typealias Word = ArraySlice<UInt8>

  /// All words of a text that could be names of parts.
  static func words(in bytes: [UInt8]) -> Set<Word> { Set(bytes.split { !isOfName($0) }) }

  /// Letters, digits, `-`, `_`, `.`, and whatever is beyond ASCII.
  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x80...: true
    default: false
    }
  }

  /// The text with empty lines in place of other parts, so that every line keeps its number. Nil where it names none of
  /// them. A file that is not laid out as plain sections of plain names is left as it is.
  static func keeping(_ words: Set<Word>, in bytes: [UInt8]) -> [UInt8]? {
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count)
    // A section's own line waits for the first of its parts.
    var section: Word = []
    var lineOfSection = 0, line = 0, entryIndent = 0
    var isInSection = false, keeps = false
    func write(_ text: Word, at number: Int) {
      while line < number {
        kept.append(newline)
        line += 1
      }
      kept += text
    }
    for (number, text) in bytes.split(separator: newline, omittingEmptySubsequences: false).enumerated() {
      let indent = text.prefix { $0 == space }.count
      let rest = text.dropFirst(indent)
      guard let first = rest.first, first != hash, first != carriageReturn else { continue }
      if indent == 0 {
        guard key(of: rest, standsAlone: true) != nil else { return bytes }
        (section, lineOfSection, isInSection, entryIndent, keeps) = (text, number, true, 0, false)
        continue
      }
      if !isInSection || (entryIndent > 0 && indent < entryIndent) { return bytes }
      if entryIndent == 0 { entryIndent = indent }
      if indent == entryIndent {
        guard let name = key(of: rest, standsAlone: false) else { return bytes }
        keeps = words.contains(name)
        if keeps && !section.isEmpty {
          write(section, at: lineOfSection)
          section = []
        }
      }
      if keeps { write(text, at: number) }
    }
    return kept.isEmpty ? nil : kept + [newline]
  }

  private static let newline = UInt8(ascii: "\n"), carriageReturn = UInt8(ascii: "\r")
  private static let space = UInt8(ascii: " "), hash = UInt8(ascii: "#"), colon = UInt8(ascii: ":")

  /// The name before the colon, where it stands without quotes and such.
  /// - Parameter standsAlone: nothing but a comment may follow.
  private static func key(of text: Word, standsAlone: Bool) -> Word? {
    let name = text.prefix(while: isOfName)
    var rest = text.dropFirst(name.count)
    guard !name.isEmpty, rest.popFirst() == colon else { return nil }
    if let next = rest.first, next != space, next != carriageReturn { return nil }
    let value = rest.first { $0 != space && $0 != carriageReturn }
    return !standsAlone || value == nil || value == hash ? name : nil
  }
}
