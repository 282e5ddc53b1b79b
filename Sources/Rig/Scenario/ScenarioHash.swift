// The trace hash that a run gave, into the scenario file in place of the one it had: one line is changed, and nothing else.

import Foundation

extension Scenario {
  /// Writes the new hash into the file. Mode, comments and everything else stay; nobody sees half of it.
  func acceptHash(of result: RunResult) throws(ScenarioBreak) {
    let expectation = expectations.first { $0.key == "trace_hash" }
    guard let expectation, case .traceHash(let old) = expectation.wanted, let new = result.summary.traceHash else {
      return
    }
    guard case .success(let bytes) = BoardFile.bytes(file),
      let changed = Self.replacing(old.traceHashText, by: new.traceHashText, line: expectation.line, in: bytes)
    else { throw ScenarioBreak(phrase: .hashNotWritten(file)) }
    do throws(OutputError) {
      try OutputFile.write(changed, to: file)
    } catch {
      throw ScenarioBreak(phrase: .notWritten(error))
    }
  }

  /// Nil where the line, counted from 1, does not hold the old text: the file is no longer the one that was read.
  package static func replacing(_ old: String, by new: String, line: Int, in bytes: [UInt8]) -> [UInt8]? {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
    guard lines.indices.contains(line - 1) else { return nil }
    let ranges = lines[line - 1].ranges(of: Array(old.utf8))
    guard let range = ranges.first else { return nil }
    // In a comment behind it the old one may stay.
    lines[line - 1].replaceSubrange(range, with: Array(new.utf8))
    return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }
}
