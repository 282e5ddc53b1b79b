// The bytes of a file come in; one tree of YAML nodes with places goes out, or the problems that keep it from being one.

import Foundation
import Yams

/// Reads YAML that may have been written by anyone: bounded in size and depth, without anchors, every error with a place.
struct YAMLDocument {
  static let byteLimit = 1_000_000

  let file: String
  let problems: ProblemList
  private var text = ""

  init(file: String, problems: ProblemList) {
    self.file = file
    self.problems = problems
  }

  /// The root of the only document in `bytes`; nil when a problem was reported instead.
  mutating func root(of bytes: [UInt8]) -> YAMLValue? {
    guard bytes.count <= Self.byteLimit else {
      return report(.tooLarge(bytes: bytes.count, limit: Self.byteLimit))
    }
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    if let bad = firstNonText(body) { return report(.notText, at: bad) }
    text = String(decoding: body, as: UTF8.self)
    if let tab = firstTabIndentation(body) { return report(.tabIndentation, at: tab) }
    if let anchor = anchorFlood(body) { return report(.anchorOrAlias, at: anchor) }
    return compose()
  }

  private func report(_ fault: FileFault, at place: Place = Place(line: 0, column: 0)) -> YAMLValue? {
    problems.report(fault, in: file, at: place)
    return nil
  }

  /// Composes the tree. A key that is there twice stops the parser, so it is reported, masked, and the rest read on.
  private mutating func compose() -> YAMLValue? {
    // A hostile file must not be parsed again and again.
    for round in 0..<max(1, min(50, 2_000_000 / max(1, text.utf8.count))) {
      do {
        // What a word means, its key decides: guesses by regular expressions would take most of the time.
        let parser = try Parser(yaml: text, resolver: .basic)
        guard let node = try parser.singleRoot() else { return report(.empty) }
        // Nodes hold their anchors weakly: they are there as long as the parser is.
        let anchored = withExtendedLifetime(parser) { firstAnchored(node) }
        if let anchored { return report(.anchorOrAlias, at: anchored) }
        return YAMLValue(node: node, file: file, key: "", problems: problems)
      } catch let YamlError.duplicatedKeysInMapping(keys, context) {
        guard let key = keys.first, maskDuplicate(of: key, first: Place(context.mark), round: round) else { return nil }
      } catch {
        return report(syntaxFault(error), at: place(of: error))
      }
    }
    return nil
  }

  private func syntaxFault(_ error: any Error) -> FileFault {
    switch error as? YamlError {
    case .scanner(let context, let problem, _, _)?, .parser(let context, let problem, _, _)?,
      .composer(let context, let problem, _, _)?:
      return .syntax(context.map { "\($0.text): \(problem)" } ?? problem)
    case .reader(let problem, _, _, _)?: return .syntax(problem)
    case .memory?: return .tooDeep
    default: return .syntax("\(error)")
    }
  }

  private func place(of error: any Error) -> Place {
    switch error as? YamlError {
    case .scanner(_, _, let mark, _)?, .parser(_, _, let mark, _)?, .composer(_, _, let mark, _)?: Place(mark)
    case .reader(_, let offset?, _, _)?: Place(offset: text.utf8.prefix(offset).count, in: Array(text.utf8)[...])
    default: Place(line: 0, column: 0)
    }
  }

  /// Reports the second `key` at the same depth as the first, and puts private-use characters, which the reader skips,
  /// in its place. False when the second cannot be found (two keys on one line); the problem is reported all the same.
  private mutating func maskDuplicate(of key: String, first: Place, round: Int) -> Bool {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for index in min(first.line, lines.count)..<lines.count {
      let line = Array(lines[index].unicodeScalars)
      let start = first.column - 1
      guard line.count > start, line[..<start].allSatisfy({ $0 == " " }) else { continue }
      let rest = line[start...]
      let after = rest.dropFirst(key.unicodeScalars.count)
      guard rest.starts(with: key.unicodeScalars), after.first == ":" else { continue }
      problems.report(
        .duplicateKey(firstLine: first.line), in: file, at: Place(line: index + 1, column: first.column), key: key)
      var masked = String.UnicodeScalarView(line[..<start])
      masked.append(contentsOf: YAMLValue.mask(round, length: key.unicodeScalars.count))
      masked.append(contentsOf: after)
      lines[index] = String(masked)
      text = lines.joined(separator: "\n")
      return true
    }
    problems.report(.duplicateKey(firstLine: first.line), in: file, at: first, key: key)
    return false
  }

  private func firstNonText(_ bytes: ArraySlice<UInt8>) -> Place? {
    if let control = bytes.firstIndex(where: { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }) {
      return Place(offset: control - bytes.startIndex, in: bytes)
    }
    guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
    var good = bytes.startIndex
    var bad = bytes.endIndex
    // Halving finds the longest prefix that is text, but for a sequence that the cut goes through.
    while bad - good > 4 {
      let middle = (good + bad) / 2
      let cut = bytes[..<middle].lastIndex { $0 & 0xC0 != 0x80 } ?? middle
      if cut > good, String(validating: bytes[..<cut], as: UTF8.self) != nil { good = cut } else { bad = middle }
    }
    return Place(offset: good - bytes.startIndex, in: bytes)
  }

  private func firstTabIndentation(_ bytes: ArraySlice<UInt8>) -> Place? {
    var inIndentation = true
    for (offset, byte) in bytes.enumerated() {
      switch byte {
      case 0x0A: inIndentation = true
      case 0x20: continue
      case 0x09 where inIndentation: return Place(offset: offset, in: bytes)
      default: inIndentation = false
      }
    }
    return nil
  }

  /// Where the file has more `&name` and `*name` than a comment or a text would: a dozen cannot expand to much, more
  /// could, and the parser expands them before anyone can look.
  private func anchorFlood(_ bytes: ArraySlice<UInt8>) -> Place? {
    var count = 0
    var before: UInt8 = 0x0A
    for (offset, byte) in bytes.enumerated() {
      defer { before = byte }
      let opens = byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*")
      guard opens, " \t\r\n[{,:?-!".utf8.contains(before) else { continue }
      let next = bytes.startIndex + offset + 1
      guard next < bytes.endIndex, isNameByte(bytes[next]) else { continue }
      count += 1
      if count > 12 { return Place(offset: offset, in: bytes) }
    }
    return nil
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
      || byte == 0x2D
  }

  private func firstAnchored(_ node: Node) -> Place? {
    if node.anchor != nil { return Place(node.mark) }
    switch node {
    case .mapping(let mapping):
      for (key, value) in mapping {
        if let place = firstAnchored(key) ?? firstAnchored(value) { return place }
      }
    case .sequence(let sequence):
      for item in sequence {
        if let place = firstAnchored(item) { return place }
      }
    case .scalar, .alias: break
    }
    return nil
  }
}

/// A place in a text file, counted from 1; zero for the whole file.
struct Place: Equatable, Sendable {
  var line: Int
  var column: Int

  init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  init(_ mark: Mark?) {
    line = mark?.line ?? 0
    column = mark?.column ?? 0
  }

  /// The place of a byte; columns count characters as editors do, not bytes.
  init(offset: Int, in bytes: ArraySlice<UInt8>) {
    let head = bytes.prefix(offset)
    line = 1 + head.count { $0 == 0x0A }
    let start = head.lastIndex(of: 0x0A).map { $0 + 1 } ?? head.startIndex
    column = 1 + head[start...].count { $0 & 0xC0 != 0x80 }
  }
}

/// Collects the problems and warnings of all files that belong to one board.
final class ProblemList {
  private(set) var problems: [FileProblem] = []
  var warnings: [BoardWarning] = []
  /// A hostile file has no more right to memory than an honest one.
  static let limit = 200

  /// By file and place; problems of one place stay in the order in which they were found.
  var inFileOrder: [FileProblem] {
    problems.enumerated().sorted {
      ($0.element.file, $0.element.line, $0.element.column, $0.offset)
        < ($1.element.file, $1.element.line, $1.element.column, $1.offset)
    }.map(\.element)
  }

  var isFull: Bool { problems.count >= Self.limit }

  /// Looking for a suggestion takes time, so it is done only for problems that are kept.
  func report(
    _ fault: FileFault, in file: String, at place: Place, key: String = "",
    suggestion: @autoclosure () -> String? = nil
  ) {
    guard !isFull else { return }
    problems.append(
      FileProblem(
        file: file, line: place.line, column: place.column, key: key, fault: fault, suggestion: suggestion()))
  }
}
