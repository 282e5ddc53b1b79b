// The results of a test run as the cases of a JUnit file: results come in, what the file says goes out.

import Foundation

/// What a JUnit file says, and what ``JUnitReport/merged(_:allowsMissing:)`` needs to know of it.
public struct JUnitReport: Sendable, Equatable {
  /// A name and a value, such as the seed of the run.
  public struct Property: Sendable, Equatable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  public struct Case: Sendable, Equatable {
    public enum Verdict: Sendable, Equatable {
      case passed
      /// The message is its first phrase; the text all of them, a line each.
      case failed(message: String, text: String)
      case broken(message: String)
      case skipped(message: String)
    }
    /// In the whole run, from 0.
    public var place: Int
    /// Jenkins's `classname`.
    public var group: String
    /// Unique within its group.
    public var name: String
    public var seconds: Double
    public var verdict: Verdict
    /// The command that runs it again, its trace hash, where its artifacts are.
    public var output: String

    public init(
      place: Int, group: String, name: String, seconds: Double = 0, verdict: Verdict = .passed, output: String = ""
    ) {
      self.place = place
      self.group = group
      self.name = name
      self.seconds = seconds
      self.verdict = verdict
      self.output = output
    }
  }

  /// The cases of one group.
  public struct Suite: Sendable, Equatable {
    public var name: String
    public var cases: [Case]

    public var failures: Int { cases.reduce(0) { if case .failed = $1.verdict { $0 + 1 } else { $0 } } }
    public var errors: Int { cases.reduce(0) { if case .broken = $1.verdict { $0 + 1 } else { $0 } } }
    public var skipped: Int { cases.reduce(0) { if case .skipped = $1.verdict { $0 + 1 } else { $0 } } }
    public var seconds: Double { cases.reduce(0) { $0 + $1.seconds } }
  }

  /// Of the whole run: the same in all of its shards, but for ``JUnitReport/shardProperty``.
  public var properties: [Property]
  /// When it began, ISO 8601; nil where nobody has said it.
  public var timestamp: String?
  /// In the order of their places.
  public var cases: [Case]

  public init(properties: [Property], timestamp: String? = nil, cases: [Case]) {
    self.properties = properties
    self.timestamp = timestamp
    self.cases = cases.sorted { $0.place < $1.place }
  }

  /// Which part of the run this is, `2/4`; it is not there where it is all of it.
  public static let shardProperty = "shard"
  /// Shards that a merged file has to do without, `2 3`.
  public static let missingProperty = "missing_shards"
  /// Where the places of a suite's cases stand.
  static let placesProperty = "places"
  /// The suite of a shard that has nothing to do.
  static let emptySuite = "empty shard"

  public subscript(property name: String) -> String? { properties.first { $0.name == name }?.value }

  /// Groups in the order of their first cases.
  public var suites: [Suite] {
    var suites: [Suite] = []
    var indexOfGroup: [String: Int] = [:]
    for one in cases {
      if let index = indexOfGroup[one.group] {
        suites[index].cases.append(one)
      } else {
        indexOfGroup[one.group] = suites.count
        suites.append(Suite(name: one.group, cases: [one]))
      }
    }
    return suites
  }

  /// By what came of them.
  public var counts: TestCounts {
    TestCounts(
      cases.map { one in
        switch one.verdict {
        case .passed: .passed
        case .failed(let message, _): .failed([Phrase(en: message, fr: message)])
        case .broken(let message): .broken(Phrase(en: message, fr: message))
        case .skipped(let message): .skipped(Phrase(en: message, fr: message))
        }
      })
  }
}

extension JUnitReport {
  /// The report of a run. Its words are English: programs compare them.
  public init(_ run: TestRunResult, properties: [Property], startedAt: Date? = nil) {
    let cases = run.results.map { result in
      Case(
        place: result.place, group: result.group, name: result.name, seconds: result.seconds,
        verdict: Case.Verdict(result.outcome.verdict), output: Self.output(result))
    }
    self.init(
      properties: properties, timestamp: startedAt.map { $0.formatted(.iso8601) },
      cases: cases)
  }

  private static func output(_ result: TestResult) -> String {
    var lines = ["case: \(result.id)", "command: \(result.command)"]
    if let hash = result.outcome.traceHash { lines.append("trace_hash: \(hash)") }
    if result.outcome.machineSeconds > 0 {
      lines.append("machine_seconds: \(JSONValue.number(orNull: result.outcome.machineSeconds).compactText)")
    }
    for file in result.outcome.artifacts { lines.append("artifact: \(file.path)") }
    return lines.joined(separator: "\n")
  }
}

extension JUnitReport.Case.Verdict {
  init(_ verdict: TestOutcome.Verdict) {
    switch verdict {
    case .passed: self = .passed
    case .failed(let phrases):
      self = .failed(
        message: phrases.first?.english ?? "failed", text: phrases.map(\.english).joined(separator: "\n"))
    case .broken(let phrase): self = .broken(message: phrase.english)
    case .skipped(let phrase): self = .skipped(message: phrase.english)
    }
  }
}
