// One YAML node with its place and key path; typed questions to it give a value, or report what was expected instead.

import StepperCore
import Yams

/// A value in a file. Every question that cannot be answered is reported once, with the place and an example.
struct YAMLValue {
  let node: Node
  let file: String
  let key: String
  let problems: ProblemList

  var place: Place { Place(node.mark) }

  func report(_ fault: FileFault, suggestion: @autoclosure () -> String? = nil) {
    problems.report(fault, in: file, at: place, key: key, suggestion: suggestion())
  }

  func reportWrong(_ expected: FileExpectation, suggestion: @autoclosure () -> String? = nil) {
    report(.wrongType(expected: expected, found: found), suggestion: suggestion())
  }

  /// What stands there, in few characters.
  var found: String {
    switch node {
    case .scalar(let scalar):
      scalar.string.isEmpty ? "" : String(scalar.string.prefix(40))
    case .mapping: "{…}"
    case .sequence(let sequence): "[… \(sequence.count) …]"
    case .alias: "*"
    }
  }

  /// Text of a scalar without quotes; nil for quoted text, lists and mappings.
  private var plain: String? {
    guard case .scalar(let scalar) = node, scalar.style == .plain || scalar.style == .any else { return nil }
    return scalar.string
  }

  func text(example: String, limit: Int = 200) -> String? {
    guard case .scalar(let scalar) = node, !scalar.string.isEmpty, scalar.string.count <= limit else {
      reportWrong(.text(example: example))
      return nil
    }
    return scalar.string
  }

  func number(_ range: ClosedRange<Double>, example: String) -> Double? {
    guard let value = plain.flatMap(Self.number) else {
      reportWrong(.number(example: example), suggestion: numberInside)
      return nil
    }
    return inRange(value, range)
  }

  func wholeNumber(_ range: ClosedRange<Int>, example: String) -> Int? {
    guard let value = plain.flatMap(Self.number), value == value.rounded(), abs(value) < 1e15 else {
      reportWrong(.wholeNumber(example: example), suggestion: numberInside)
      return nil
    }
    return inRange(value, Double(range.lowerBound)...Double(range.upperBound)).map { Int($0) }
  }

  private func inRange(_ value: Double, _ range: ClosedRange<Double>) -> Double? {
    guard range.contains(value) else {
      report(
        .outOfRange(low: range.lowerBound.shortText, high: range.upperBound.shortText, found: found),
        suggestion: nil)
      return nil
    }
    return value
  }

  func flag() -> Bool? {
    switch plain {
    case "true": return true
    case "false": return false
    case let word:
      let meant = ["yes": "true", "on": "true", "no": "false", "off": "false"][word?.lowercased() ?? ""]
      reportWrong(.trueOrFalse, suggestion: meant ?? Spelling.nearest(to: word ?? "", in: ["true", "false"]))
      return nil
    }
  }

  /// One of a few words.
  func choice<T>(_ choices: KeyValuePairs<String, T>) -> T? {
    let words = choices.map(\.key)
    if let word = plain, let match = choices.first(where: { $0.key == word }) { return match.value }
    reportWrong(.oneOf(words), suggestion: plain.flatMap { Spelling.nearest(to: $0, in: words) })
    return nil
  }

  /// One of words that are known only when the program runs.
  func word(among words: [String]) -> String? {
    if let word = plain, words.contains(word) { return word }
    reportWrong(.oneOf(words), suggestion: plain.flatMap { Spelling.nearest(to: $0, in: words) })
    return nil
  }

  /// A list of exactly `count` numbers.
  func numbers(_ count: Int, _ range: ClosedRange<Double>, example: String) -> [Double]? {
    guard case .sequence(let sequence) = node, sequence.count == count else {
      reportWrong(.numbers(count: count, example: example))
      return nil
    }
    let values = items(sequence).map { $0.number(range, example: "300") }
    return values.contains { $0 == nil } ? nil : values.compactMap { $0 }
  }

  func point(_ range: ClosedRange<Double>, example: String) -> Point? {
    numbers(3, range, example: example).map { Point($0[0], $0[1], $0[2]) }
  }

  func list(example: String) -> [YAMLValue]? {
    guard case .sequence(let sequence) = node else {
      reportWrong(.list(example: example))
      return nil
    }
    return items(sequence)
  }

  private func items(_ sequence: Node.Sequence) -> [YAMLValue] {
    sequence.enumerated().map {
      YAMLValue(node: $0.element, file: file, key: "\(key)[\($0.offset)]", problems: problems)
    }
  }

  /// A mapping that has no other keys than `keys`; others are reported, with the nearest of them.
  func mapping(keys: [String], example: String) -> YAMLMapping? {
    guard let entries = entries(example: example) else { return nil }
    let present = Set(entries.map(\.name))
    var meant: Set<String> = []
    for entry in entries where !keys.contains(entry.name) && !problems.isFull {
      let suggestion =
        Spelling.nearest(to: entry.name, in: keys.filter { !present.contains($0) })
        ?? Spelling.nearest(to: entry.name, in: keys)
      if let suggestion { meant.insert(suggestion) }
      problems.report(
        .unknownKey(valid: keys), in: file, at: entry.place, key: entry.value.key, suggestion: suggestion)
    }
    return YAMLMapping(value: self, entries: entries.filter { keys.contains($0.name) }, meant: meant)
  }

  /// The keys and values of a mapping whose keys are free names.
  func entries(example: String) -> [(name: String, place: Place, value: YAMLValue)]? {
    guard case .mapping(let mapping) = node else {
      reportWrong(.mapping(example: example))
      return nil
    }
    return mapping.compactMap { keyNode, valueNode in
      guard case .scalar(let scalar) = keyNode else {
        problems.report(
          .wrongType(expected: .text(example: "name"), found: "…"), in: file, at: Place(keyNode.mark), key: key)
        return nil
      }
      if Self.isMasked(scalar.string) { return nil }
      let name = String(scalar.string.prefix(64))
      let path = key.isEmpty ? name : "\(key).\(name)"
      // An empty value has its mark on the next line; the key is where a person looks.
      let isEmpty = valueNode.scalar.map { $0.string.isEmpty && $0.style == .plain } ?? false
      var valueNode = valueNode
      if isEmpty, var empty = valueNode.scalar {
        empty.mark = keyNode.mark
        valueNode = .scalar(empty)
      }
      return (name, Place(keyNode.mark), YAMLValue(node: valueNode, file: file, key: path, problems: problems))
    }
  }

  var isScalar: Bool {
    if case .scalar = node { return true }
    return false
  }

  /// A number as people write it: digits, a point, perhaps an exponent. No hexadecimal, no infinities.
  private static func number(_ text: String) -> Double? {
    guard !text.isEmpty, text.utf8.count <= 40, text.utf8.contains(where: { (0x30...0x39).contains($0) }),
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }), let value = Double(text)
    else { return nil }
    // An overflow to infinity is out of every range, and is told so.
    return value
  }

  /// The number that a person meant by `0,5`, `"5"` or `5000 mm/min`.
  private var numberInside: String? {
    guard case .scalar(let scalar) = node else { return nil }
    let candidate = scalar.string.replacing(",", with: ".").prefix { "0123456789.-+".contains($0) }
    let rest = scalar.string.dropFirst(candidate.count)
    // A unit may follow; `1O0` is a slip of another kind.
    guard rest.isEmpty || rest.first == " " || !rest.contains(where: \.isNumber) else { return nil }
    return Self.number(String(candidate)) == nil ? nil : String(candidate)
  }

  /// Characters that no file has (the private use area), as long as the key that they replace, and different in each
  /// round.
  static func mask(_ round: Int, length: Int) -> [Unicode.Scalar] {
    let mark = Unicode.Scalar(0xE000 + UInt32(truncatingIfNeeded: round % 0x1000)) ?? "\u{E000}"
    return [Unicode.Scalar](repeating: "\u{F000}", count: max(0, length - 1)) + [mark]
  }

  private static func isMasked(_ key: String) -> Bool {
    key.unicodeScalars.last.map { (0xE000..<0xF000).contains($0.value) } ?? false
  }
}

/// A mapping whose keys have been checked.
struct YAMLMapping {
  let value: YAMLValue
  fileprivate let entries: [(name: String, place: Place, value: YAMLValue)]

  /// Keys that are there under a misspelt name: reported as that, not as missing too.
  fileprivate let meant: Set<String>

  fileprivate init(
    value: YAMLValue, entries: [(name: String, place: Place, value: YAMLValue)], meant: Set<String>
  ) {
    self.value = value
    self.entries = entries
    self.meant = meant
  }

  /// The value of a key that may be left out.
  subscript(_ name: String) -> YAMLValue? { entries.first { $0.name == name }?.value }

  /// One of these keys is there under a misspelt name, which has been reported.
  func hasMisspelt(_ names: [String]) -> Bool { names.contains(where: meant.contains) }

  /// The value of a key that must be there; reported with an example when it is not.
  func required(_ name: String, example: String) -> YAMLValue? {
    if let value = self[name] { return value }
    if meant.contains(name) { return nil }
    let path = value.key.isEmpty ? name : "\(value.key).\(name)"
    value.problems.report(.missingKey(example: example), in: value.file, at: value.place, key: path)
    return nil
  }
}

extension Double {
  /// As short as it can be without lying: `5000`, `0.01`.
  var shortText: String {
    self == rounded() && abs(self) < 1e15 ? String(Int64(self)) : String(self)
  }
}
