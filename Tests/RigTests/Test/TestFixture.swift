// What the tests of test runs share: cases that end as they are told, folders of their own, other programs.

import Foundation
import Rig
import Synchronization
import Testing

/// An empty folder; removed when nobody holds it any more.
final class TestFolder {
  let path = NSTemporaryDirectory() + "rig-suite-test-" + UUID().uuidString

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    let file = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return file.path
  }
}

enum TestFixture {
  /// A case that ends like this.
  static func testcase(
    _ id: String, name: String? = nil, group: String = "group", _ verdict: TestOutcome.Verdict = .passed,
    hash: String? = "0123456789abcdef"
  ) -> TestCase {
    TestCase(id: id, name: name ?? id, group: group, command: "rigctl test \(id)") { _ in
      TestOutcome(verdict, traceHash: hash, machineSeconds: 1.5)
    }
  }

  /// Some of each kind, in three groups that take turns.
  static func mixed(_ count: Int) -> [TestCase] {
    (0..<count).map { number in
      let verdict: TestOutcome.Verdict =
        switch number % 7 {
        case 3: .failed([phrase("first \(number)"), phrase("second \(number)")])
        case 5: .broken(phrase("broken \(number)"))
        case 6: .skipped(phrase("skipped \(number)"))
        default: .passed
        }
      return testcase("files/\(number).scenario.yaml", name: "case \(number)", group: "group \(number % 3)", verdict)
    }
  }

  static func phrase(_ text: String) -> Phrase { Phrase(en: text, fr: "fr: " + text) }

  static func run(
    _ cases: [TestCase], jobs: Int = 2, filter: String? = nil, shard: Shard? = nil, context: TestContext = TestContext()
  ) throws -> TestRunResult {
    let chosen = try TestSelection(filter: filter, shard: shard).select(cases)
    return TestRun(chosen, jobs: jobs, context: context).run()
  }

  static func report(_ cases: [TestCase], shard: Shard? = nil, seed: UInt64? = nil, filter: String? = nil) throws
    -> JUnitReport
  {
    var properties = TestProperties(version: "0.1.0")
    properties.shard = shard
    properties.seed = seed
    properties.filter = filter
    return JUnitReport(
      try run(cases, filter: filter, shard: shard), properties: properties.properties(cases), startedAt: Date())
  }

  /// A report without what the clock decides.
  static func timeless(_ report: JUnitReport) -> JUnitReport {
    var report = report
    report.timestamp = nil
    for index in report.cases.indices { report.cases[index].seconds = 0 }
    return report
  }

  static let schema = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/junit.xsd"

  /// What another program prints, and its exit code.
  static func output(of program: String, _ arguments: [String]) throws -> (code: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }
}
