// What the scenario tests share: the examples, and scenarios from edited text.

import Foundation
import Rig
import Testing

/// The examples, and a small scenario in which all that can be expected is expected.
enum ScenarioFixture {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../examples/scenarios").standardizedFileURL.path

  /// The names of all examples, without ending.
  static let examples: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".scenario.yaml") }.map { String($0.dropLast(14)) }.sorted()
  }()

  static let boards = BoardSearchPath(environment: ["RIGCTL_BOARDS": BoardFixture.folder])

  static func path(_ name: String) -> String { "\(folder)/\(name).scenario.yaml" }

  static func load(_ name: String) throws -> Scenario { try Scenario.load(path(name), searching: boards) }

  /// The scenario of a text that lies beside the examples.
  static func read(_ text: String) throws(ScenarioError) -> Scenario {
    try Scenario.read(Array(text.utf8), file: folder + "/test.scenario.yaml", searching: boards)
  }

  /// The problems of a text; empty when it can be read.
  static func problems(_ text: String) -> [FileProblem] {
    do throws(ScenarioError) {
      _ = try read(text)
      return []
    } catch {
      return error.problems
    }
  }

  /// A short job without physics, and one that loses steps and knows physics.
  static let plain = """
    name: There and back
    board: default
    origin: [0, 0, 0]
    physics: false
    job: |
      G90 G21
      G1 X8 F1200
      G1 X2
      M30
    expect:
      result: completed

    """

  static func plain(expecting lines: String, faults: String = "") throws -> Scenario {
    let expect = lines.split(separator: "\n").map { "  \($0)\n" }.joined()
    let text = plain.replacingOccurrences(of: "  result: completed\n", with: expect)
    return try read(faults.isEmpty ? text : text + "faults:\n  - \(faults)\n")
  }

  /// An empty folder that is gone afterwards.
  static func withFolder(_ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "rig-scenario-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }
}

extension TestOutcome {
  /// "passed", or the English words of what did not hold.
  var words: [String] {
    switch verdict {
    case .passed: ["passed"]
    case .failed(let phrases): phrases.map(\.english)
    case .broken(let phrase): ["broken: " + phrase.english]
    case .skipped(let phrase): ["skipped: " + phrase.english]
    }
  }

  var hasFailed: Bool {
    if case .failed = verdict { return true }
    return false
  }
}
