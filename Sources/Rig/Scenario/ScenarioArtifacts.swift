// What helps to understand a failure: the same run once more, with its waveform, its figures and its pictures as files.

import Foundation

extension Scenario {
  /// Runs it again with everything recorded; a second run that is not the first one is told as a failure of its own.
  func withArtifacts(
    _ first: TestOutcome, in root: URL, _ options: ScenarioOptions, _ hooks: RunHooks
  ) -> TestOutcome {
    var outcome = first
    let folder = artifactFolder(root)
    let trace = folder.appendingPathComponent("trace.vcd")
    do throws(ScenarioBreak) {
      try Self.make(folder)
      let again = try simulate(hooks: hooks) {
        $0.version = options.version
        $0.tracePath = trace.path
        $0.keepsRecord = true
      }
      if again.exit == .interrupted { return outcome }
      outcome.artifacts.append(trace)
      if again.summary.traceHashText != first.traceHash {
        outcome.add(.anotherHashTheSecondTime(first.traceHash, again.summary.traceHashText))
      }
      keep(again.summary, in: folder, &outcome)
      guard let record = again.record else { return outcome }
      var input = ReportInput(again, record, board: board, origin: origin, startedAt: nil)
      input.jobName = name
      keep(reportHTML(input), folder.appendingPathComponent("report.html"), &outcome)
      keep(toolpathSVG(input), folder.appendingPathComponent("path.svg"), &outcome)
    } catch {
      outcome.add(error.phrase)
    }
    return outcome
  }

  /// A folder of its own, named after the file.
  package func artifactFolder(_ root: URL) -> URL {
    let name = String(file.map { $0 == "/" || $0.isWhitespace || $0 == "\0" ? "_" : $0 })
    // A name may have 255 bytes; the end tells more than the beginning.
    return root.appendingPathComponent(String(decoding: name.utf8.suffix(200), as: UTF8.self), isDirectory: true)
  }

  func keep(_ summary: Summary, in folder: URL, _ outcome: inout TestOutcome) {
    keep(summary.jsonText, folder.appendingPathComponent("summary.json"), &outcome)
  }

  /// Writes one of the files, or says among the failures why not.
  private func keep(_ text: String, _ file: URL, _ outcome: inout TestOutcome) {
    do throws(ScenarioBreak) {
      try Self.make(file.deletingLastPathComponent())
      try Self.write { () throws(OutputError) in try OutputFile.write(text, to: file.path) }
      outcome.artifacts.append(file)
    } catch {
      outcome.add(error.phrase)
    }
  }

  private static func make(_ folder: URL) throws(ScenarioBreak) {
    try write { () throws(OutputError) in try OutputFile.makeFolder(folder.path) }
  }

  private static func write(_ body: () throws(OutputError) -> Void) throws(ScenarioBreak) {
    do throws(OutputError) {
      try body()
    } catch {
      throw ScenarioBreak(phrase: .notWritten(error))
    }
  }
}

extension TestOutcome {
  /// One more thing that went wrong with a case that has failed.
  fileprivate mutating func add(_ phrase: Phrase) {
    guard case .failed(let phrases) = verdict else { return }
    verdict = .failed(phrases + [phrase])
  }
}
