// Joining the files of shards: the same as the run without shards, or a clear refusal.

import Foundation
import Rig
import Testing

@Suite("Joining the results of shards")
struct JUnitMergeTests {
  private func shards(_ cases: [TestCase], _ count: Int, seed: UInt64? = nil, filter: String? = nil) throws
    -> [NamedReport]
  {
    try (1...count).map { number in
      let shard = try #require(Shard(number, of: count))
      let report = try TestFixture.report(cases, shard: shard, seed: seed, filter: filter)
      // As a file, so that what is not in the file is not relied on.
      return NamedReport("shard-\(number).xml", try JUnitReport(xml: Array(report.xml.utf8)))
    }
  }

  @Test("merged shards are the file of the run without shards, but for the times", arguments: [1, 2, 3, 7, 16])
  func whole(_ count: Int) throws {
    for cases in [TestFixture.mixed(12), TestFixture.mixed(1), TestFixture.mixed(33)] {
      let whole = TestFixture.timeless(try TestFixture.report(cases, seed: 3))
      let parts = try shards(cases, count, seed: 3)
      for files in [parts, parts.reversed()] {
        let merged = TestFixture.timeless(try JUnitReport.merged(files))
        #expect(merged.xml == whole.xml)
      }
    }
  }

  @Test("a filtered run is joined likewise")
  func filtered() throws {
    let cases = TestFixture.mixed(30)
    let whole = TestFixture.timeless(try TestFixture.report(cases, filter: "case 1"))
    let merged = try JUnitReport.merged(try shards(cases, 4, filter: "case 1"))
    #expect(TestFixture.timeless(merged).xml == whole.xml)
    #expect(merged.cases.count == 11)
  }

  @Test("times are those of the shards: each case keeps its own, and the earliest beginning is the run's")
  func times() throws {
    var parts = try shards(TestFixture.mixed(4), 2)
    parts[0].report.timestamp = "2026-01-01T10:00:05Z"
    parts[1].report.timestamp = "2026-01-01T10:00:01Z"
    for part in parts.indices {
      for index in parts[part].report.cases.indices {
        parts[part].report.cases[index].seconds = Double(parts[part].report.cases[index].place)
      }
    }
    let merged = try JUnitReport.merged(parts)
    #expect(merged.cases.map(\.seconds) == [0, 1, 2, 3])
    #expect(merged.timestamp == "2026-01-01T10:00:01Z")
  }

  @Test("a shard that is missing is named; joined without it on request, the file says which one it is")
  func missing() throws {
    var parts = try shards(TestFixture.mixed(9), 4)
    parts.remove(at: 2)
    parts.remove(at: 0)
    let wanted = [Shard(1, of: 4), Shard(3, of: 4)].compactMap { $0 }
    #expect(throws: JUnitMergeError.missing(wanted)) { try JUnitReport.merged(parts) }
    let said = JUnitMergeError.missing(wanted).phrase
    #expect(said.english.contains("1/4, 3/4") && said.english.contains("--allow-missing"))
    let merged = try JUnitReport.merged(parts, allowsMissing: true)
    #expect(merged[property: JUnitReport.missingProperty] == "1 3")
    #expect(merged.cases.map(\.place) == [1, 3, 5, 7])
  }

  @Test("one shard twice, and one case twice, are refused with both files' names")
  func overlap() throws {
    let cases = TestFixture.mixed(9)
    let parts = try shards(cases, 2)
    let twice = [parts[0], parts[1], NamedReport("copy.xml", parts[1].report)]
    #expect(throws: JUnitMergeError.overlap("shard-2.xml", "copy.xml", shard: "2/2")) { try JUnitReport.merged(twice) }
    // Somebody has edited a file.
    var edited = parts
    edited[1].report.cases[0].place = 0
    #expect(throws: JUnitMergeError.overlap("shard-1.xml", "shard-2.xml", shard: nil)) {
      try JUnitReport.merged(edited)
    }
    // The whole run is no shard of itself.
    let whole = NamedReport("whole.xml", try TestFixture.report(cases))
    #expect(throws: JUnitMergeError.self) { try JUnitReport.merged([whole, parts[0]]) }
    #expect(throws: JUnitMergeError.nothing) { try JUnitReport.merged([]) }
  }

  @Test("files of different runs are refused, and the message says what differs: seed, filter, count of shards, cases")
  func otherRuns() throws {
    let cases = TestFixture.mixed(9)
    let first = try shards(cases, 2, seed: 1)[0]
    func refusal(_ other: NamedReport) -> (property: String, text: String)? {
      do throws(JUnitMergeError) {
        _ = try JUnitReport.merged([first, other])
      } catch {
        if case .otherRun(_, _, let property, _) = error { return (property, error.phrase.english) }
      }
      return nil
    }
    let otherSeed = try #require(refusal(try shards(cases, 2, seed: 2)[1]))
    #expect(otherSeed.property == "seed" && otherSeed.text.contains("seed is 2, not 1"))
    #expect(refusal(try shards(cases, 2)[1])?.text.contains("seed is none, not 1") == true)
    #expect(refusal(try shards(cases, 2, seed: 1, filter: "case")[1])?.property == "filter")
    #expect(refusal(try shards(cases, 3, seed: 1)[1])?.property == "shard")
    #expect(refusal(try shards(TestFixture.mixed(10), 2, seed: 1)[1])?.property == "cases")
    var renamed = cases
    renamed[8].id = "files/other.scenario.yaml"
    #expect(refusal(try shards(renamed, 2, seed: 1)[1])?.property == "list")
  }

  @Test("words of all refusals are there in both languages")
  func words() {
    let errors: [JUnitMergeError] = [
      .nothing, .overlap("a", "b", shard: nil), .overlap("a", "b", shard: "1/2"),
      .otherRun("a", "b", property: "seed", values: ["1", nil]), .strangeShard("a", value: "x"),
      .missing([Shard(1, of: 2)].compactMap { $0 }),
    ]
    for error in errors { #expect(error.phrase.english != error.phrase.french) }
  }
}
