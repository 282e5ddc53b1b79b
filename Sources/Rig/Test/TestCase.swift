// What a test run is made of: cases that can be run, and what came of each.

import Foundation

/// One case of a test run: a scenario file, or a seed of a campaign.
public struct TestCase: Sendable {
  /// Unique within the run: the path of the file as given, or the job and seed of a campaign.
  public var id: String
  /// What a person calls it.
  public var name: String
  /// Jenkins's `classname`: the folder of the file.
  public var group: String
  /// The one command that runs this case alone.
  public var command: String
  /// Runs it; called on any thread, once. Artifacts of a case that did not pass go into the folder that is given.
  public var run: @Sendable (TestContext) -> TestOutcome

  public init(
    id: String, name: String, group: String, command: String, run: @escaping @Sendable (TestContext) -> TestOutcome
  ) {
    self.id = id
    self.name = name
    self.group = group
    self.command = command
    self.run = run
  }
}

/// What a case is run with.
public struct TestContext: Sendable {
  /// Where what helps to understand a failure is written; nil: nowhere.
  public var artifacts: URL?
  /// True once a person has asked to stop.
  public var isInterrupted: @Sendable () -> Bool

  public init(artifacts: URL? = nil, isInterrupted: @escaping @Sendable () -> Bool = { false }) {
    self.artifacts = artifacts
    self.isInterrupted = isInterrupted
  }
}

/// What came of a case.
public struct TestOutcome: Sendable {
  public enum Verdict: Sendable {
    case passed
    /// What was expected and did not hold, one phrase each with tick, line and place.
    case failed([Phrase])
    /// The rig could not run it; see also ``TestOutcome/isWrongInput``.
    case broken(Phrase)
    /// It cannot be run here, and why.
    case skipped(Phrase)
  }
  public var verdict: Verdict
  /// What is broken is the file that was to be run, or the board that it names, and not the rig.
  public var isWrongInput = false
  /// As in summary.json; nil where nothing ran.
  public var traceHash: String?
  /// Simulated time, s.
  public var machineSeconds: Double
  /// How late a tick came, at most, µs; nil where nobody has measured it.
  public var maxLatenessUs: Double?
  /// Files that were written for it.
  public var artifacts: [URL]

  public init(_ verdict: Verdict, traceHash: String? = nil, machineSeconds: Double = 0, artifacts: [URL] = []) {
    self.verdict = verdict
    self.traceHash = traceHash
    self.machineSeconds = machineSeconds
    self.artifacts = artifacts
  }
}
