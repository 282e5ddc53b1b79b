// The library of scenarios: every one gives the same waveform in each build, alone or among others, on one core or two.

import Foundation
import Testing

@Suite("The library of scenarios")
struct ScenarioLibraryTests {
  /// Trace hashes by scenario; a run that did not pass everything is a failure.
  private func hashes(_ command: Command, _ arguments: [String]) throws -> [String: String] {
    let ending = try command(["test", "--json"] + arguments, seconds: 300)
    #expect(ending.code == 0, "\(ending.errors)")
    let cases = try #require(try ending.json().members["cases"] as? [[String: Any]])
    return try Dictionary(
      uniqueKeysWithValues: cases.map { (try #require($0["id"] as? String), try #require($0["trace_hash"] as? String)) }
    )
  }

  @Test("has one trace hash a scenario: debug and release, one at a time or two, alone or among others")
  func hash() throws {
    let folder = "examples/scenarios"
    let files = try FileManager.default.contentsOfDirectory(atPath: Checkout.path + "/" + folder)
      .filter { $0.hasSuffix(".scenario.yaml") }.map { folder + "/" + $0 }
    let release = try Command(.release)
    let together = try hashes(release, ["--jobs", "2", folder])
    #expect(together.count == files.count && together.count >= 28)
    #expect(try hashes(release, ["--jobs", "1", folder]) == together)
    #expect(try hashes(Command(.debug), [folder]) == together)
    for file in files { #expect(try hashes(release, [file]) == [file: try #require(together[file])]) }
  }
}
