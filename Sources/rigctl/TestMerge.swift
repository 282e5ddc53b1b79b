// rigctl test merge: the results of shards, joined.

import ArgumentParser
import Foundation
import Rig

struct TestMerge: ParsableCommand {
  static let name = "test-merge"

  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Join the JUnit files of all shards of a run.",
    usage: "rigctl test merge <out> <shard> ... [--allow-missing] [--json]",
    discussion: """
      The file is the one that the run would have written without shards, but for the times. Files of different runs, \
      one shard twice, and a shard that is missing are refused. The exit code is that of the whole run: \
      0 all passed, or skipped; 1 a case failed; 4 a case could not be run.

      Example:
        rigctl test merge results.xml shard-1.xml shard-2.xml shard-3.xml shard-4.xml
      """,
    shouldDisplay: false)

  @Argument(help: "The file to write.")
  var out: String
  @Argument(help: "The files of the shards, in any order.")
  var shard: [String]
  @Flag(name: .long, help: "Join what there is, and name the missing shards in the file.")
  var allowMissing = false
  @Flag(name: .long, help: "Print the counts as one JSON object, and nothing else, on standard output.")
  var json = false

  func run() throws {
    let files = try shard.map { NamedReport($0, try report($0)) }
    let merged: JUnitReport
    do throws(JUnitMergeError) {
      merged = try JUnitReport.merged(files, allowsMissing: allowMissing)
    } catch {
      throw fail(error.phrase, .wrongUse)
    }
    try write { () throws(OutputError) in try OutputFile.write(merged.xml, to: out) }
    let counts = merged.counts
    if json {
      try answer(
        JSONValue.object([
          .init("schema", .integer(1)), .init("files", .integer(files.count)),
          .init("passed", .integer(counts.passed)), .init("failed", .integer(counts.failed)),
          .init("broken", .integer(counts.broken)), .init("skipped", .integer(counts.skipped)),
          .init("missing_shards", .string(orNull: merged[property: JUnitReport.missingProperty])),
        ]).text)
    } else {
      let language = Language.fromEnvironment()
      let joined = Terminal.visible(Phrase.merged(files: files.count, into: out).text(in: language))
      try answer(joined + "\n" + Phrase.testCounts(counts).text(in: language) + "\n")
    }
    if counts.exit != .done { throw counts.exit }
  }

  private func report(_ path: String) throws -> JUnitReport {
    let bytes = try wholeJob(try openJob(path), path: path)
    do throws(JUnitReadError) {
      return try JUnitReport(xml: bytes)
    } catch {
      throw fail(.mergeNotAReport(path, error), .wrongUse)
    }
  }
}
