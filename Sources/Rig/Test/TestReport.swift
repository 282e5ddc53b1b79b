// What came of a run, for the terminal and as JSON: results come in, text goes out.

import Foundation

/// What `rigctl test` prints at the end.
public struct TestReport {
  public var run: TestRunResult
  /// Which part of the cases this was; nil: all.
  public var shard: Shard?
  /// Beside what has not passed, the cases that have: not of a campaign, which has thousands.
  public var listsPassed = true

  public init(_ run: TestRunResult, shard: Shard? = nil, listsPassed: Bool = true) {
    self.run = run
    self.shard = shard
    self.listsPassed = listsPassed
  }

  /// A table of cases, every failure with all that is known of it, and the count.
  public func text(in language: Language, terminal: Terminal) -> String {
    if run.results.isEmpty, let shard {
      return Phrase.testEmptyShard(shard).text(in: language) + "\n"
    }
    return table(in: language, terminal: terminal) + failures(in: language, terminal: terminal)
      + counts(in: language, terminal: terminal)
  }

  private func table(in language: Language, terminal: Terminal) -> String {
    let shown = run.results.filter { listsPassed || !$0.outcome.verdict.isPassed }
    if shown.isEmpty { return "" }
    let heads: [Phrase] = [.result, .testCase, .machineTime, .testWallTime]
    var table = AlignedTable(header: heads.map { $0.text(in: language) }, [.left, .left, .right, .right])
    for result in shown {
      let machine = result.outcome.machineSeconds
      table.add([
        Phrase.testVerdict(result.outcome.verdict).text(in: language), result.name,
        machine > 0 ? language.duration(machine) : "–", language.duration(result.seconds),
      ])
    }
    let lines = table.text(on: terminal).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    // The first line is the header; the word of each further one gets its colour, in which it is as wide as without.
    return lines.enumerated().map { index, line in
      guard index > 0, index <= shown.count else { return line }
      let verdict = shown[index - 1].outcome.verdict
      let word = Phrase.testVerdict(verdict).text(in: language)
      return terminal.colored(word, verdict.color) + line.dropFirst(word.count)
    }.joined(separator: "\n")
  }

  private func failures(in language: Language, terminal: Terminal) -> String {
    var out = ""
    for result in run.results {
      let phrases: [Phrase]
      switch result.outcome.verdict {
      case .passed: continue
      case .failed(let all): phrases = all
      case .broken(let phrase): phrases = [phrase]
      case .skipped(let phrase):
        // Once is enough for what was not run.
        if phrase == .testNotRun { continue }
        phrases = [phrase]
      }
      let verdict = Phrase.testVerdict(result.outcome.verdict).text(in: language)
      out += "\n" + terminal.colored(verdict, result.outcome.verdict.color)
      out += "  " + Terminal.visible(result.name) + "  (" + Terminal.visible(result.id) + ")\n"
      for phrase in phrases { out += "  " + Terminal.visible(phrase.text(in: language)) + "\n" }
      if case .skipped = result.outcome.verdict { continue }
      out += "  " + Phrase.testReproduce.text(in: language) + " " + Terminal.visible(result.command) + "\n"
      for file in result.outcome.artifacts {
        out += "  " + Phrase.testArtifact(file.path).text(in: language) + "\n"
      }
    }
    return out.isEmpty ? "" : out + "\n"
  }

  private func counts(in language: Language, terminal: Terminal) -> String {
    let counts = run.counts
    let color: Terminal.Color = counts.exit == .done && !run.wasInterrupted ? .green : .red
    var line = terminal.colored(Phrase.testCounts(counts).text(in: language), color)
    line += ", " + language.duration(run.seconds)
    if let shard { line += ", " + Phrase.testShard(shard).text(in: language) }
    return line + "\n"
  }

  /// As one object; phrases are English, as in JUnit files.
  public var json: JSONValue {
    let counts = run.counts
    return .object([
      .init("schema", .integer(1)),
      .init("passed", .integer(counts.passed)), .init("failed", .integer(counts.failed)),
      .init("broken", .integer(counts.broken)), .init("skipped", .integer(counts.skipped)),
      .init("interrupted", .bool(run.wasInterrupted)),
      .init("shard", .string(orNull: shard?.description)),
      .init("jobs", .integer(run.jobs)),
      .init("seconds", .number(orNull: run.seconds, decimals: 3)),
      .init("cases", .array(run.results.map(\.json))),
    ])
  }
}

extension TestResult {
  fileprivate var json: JSONValue {
    let (word, phrases): (String, [Phrase]) =
      switch outcome.verdict {
      case .passed: ("passed", [])
      case .failed(let all): ("failed", all)
      case .broken(let phrase): ("broken", [phrase])
      case .skipped(let phrase): ("skipped", [phrase])
      }
    return .object([
      .init("id", .string(id)), .init("name", .string(name)), .init("group", .string(group)),
      .init("result", .string(word)), .init("messages", .array(phrases.map { .string($0.english) })),
      .init("command", .string(command)), .init("trace_hash", .string(orNull: outcome.traceHash)),
      .init("machine_seconds", .number(orNull: outcome.machineSeconds)),
      .init("max_lateness_us", .number(orNull: outcome.maxLatenessUs, decimals: 3)),
      .init("seconds", .number(orNull: seconds, decimals: 3)),
      .init("artifacts", .array(outcome.artifacts.map { .string($0.path) })),
    ])
  }
}

extension TestOutcome.Verdict {
  fileprivate var color: Terminal.Color {
    switch self {
    case .passed: .green
    case .failed, .broken: .red
    case .skipped: .yellow
    }
  }
}
