// Cases come in; they are run side by side on the cores there are; their results go out in the order of the cases.

import Foundation
import Synchronization

/// A case that was run, or was not.
public struct TestResult: Sendable {
  /// Its place in the whole run, from 0: of all cases, those of other shards and those filtered out included.
  public var place: Int
  public var id: String
  public var name: String
  public var group: String
  public var command: String
  public var outcome: TestOutcome
  /// By the clock on the wall, s.
  public var seconds: Double

  public init(_ test: TestCase, place: Int, outcome: TestOutcome, seconds: Double) {
    self.place = place
    id = test.id
    name = test.name
    group = test.group
    command = test.command
    self.outcome = outcome
    self.seconds = seconds
  }
}

/// How far a run is.
public struct TestProgress: Sendable, Equatable {
  public var done = 0
  public var total: Int
  /// Failed or broken.
  public var notPassed = 0
}

/// What came of a run.
public struct TestRunResult: Sendable {
  public var results: [TestResult]
  /// A person has stopped it: some cases were not run, and are told as skipped.
  public var wasInterrupted = false
  /// By the clock on the wall, s.
  public var seconds: Double
  /// So many cases ran at the same time.
  public var jobs: Int

  public init(_ results: [TestResult], wasInterrupted: Bool = false, seconds: Double = 0, jobs: Int = 1) {
    self.results = results
    self.wasInterrupted = wasInterrupted
    self.seconds = seconds
    self.jobs = jobs
  }

  public var counts: TestCounts { TestCounts(results.map(\.outcome.verdict)) }

  /// Interrupted comes before broken, and broken before failed: of a rig that broke, a failure says little. A rig that broke
  /// comes before a file that is wrong.
  public var exit: ExitCode {
    if wasInterrupted { return .interrupted }
    let isOnlyInput = results.allSatisfy { one in
      if case .broken = one.outcome.verdict { one.outcome.isWrongInput } else { true }
    }
    return counts.exit == .system && isOnlyInput ? .wrongUse : counts.exit
  }
}

/// Cases by what came of them.
public struct TestCounts: Sendable, Equatable {
  public var passed = 0
  public var failed = 0
  public var broken = 0
  public var skipped = 0

  public init(_ verdicts: [TestOutcome.Verdict]) {
    for verdict in verdicts {
      switch verdict {
      case .passed: passed += 1
      case .failed: failed += 1
      case .broken: broken += 1
      case .skipped: skipped += 1
      }
    }
  }

  public var total: Int { passed + failed + broken + skipped }

  /// What is skipped is no failure.
  public var exit: ExitCode { broken > 0 ? .system : failed > 0 ? .notDone : .done }
}

/// Runs cases, each on one thread.
public struct TestRun: Sendable {
  /// With their places in the whole run.
  public var cases: [PlacedCase]
  /// So many at the same time.
  public var jobs: Int
  public var context: TestContext

  public init(_ cases: [PlacedCase], jobs: Int, context: TestContext = TestContext()) {
    self.cases = cases
    self.jobs = max(1, min(jobs, cases.count))
    self.context = context
  }

  /// The cores of this computer.
  public static var cores: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

  /// What the threads share.
  private final class Shared: Sendable {
    struct State {
      var next = 0
      var results: [TestResult?]
      var progress: TestProgress
      var running: Int
      var wasCutShort = false
    }
    let state: Mutex<State>
    let hasMoved = DispatchSemaphore(value: 0)

    init(count: Int, threads: Int) {
      state = Mutex(
        State(results: Array(repeating: nil, count: count), progress: TestProgress(total: count), running: threads))
    }
  }

  /// Runs them all, or, once a person has asked to stop, those that have begun.
  ///
  /// - Parameter progress: called on this thread, at most ten times a second.
  public func run(progress: (TestProgress) -> Void = { _ in }) -> TestRunResult {
    let begun = Self.now()
    let shared = Shared(count: cases.count, threads: jobs)
    for _ in 0..<jobs {
      let thread = Thread { [self] in
        work(shared)
        shared.state.withLock { $0.running -= 1 }
        shared.hasMoved.signal()
      }
      // A simulated machine lies on the stack.
      thread.stackSize = 16 << 20
      thread.start()
    }
    while true {
      _ = shared.hasMoved.wait(timeout: .now() + 0.1)
      let (now, running) = shared.state.withLock { ($0.progress, $0.running) }
      if running == 0 { break }
      progress(now)
    }
    let (kept, wasCutShort) = shared.state.withLock { ($0.results, $0.wasCutShort) }
    let results = zip(cases, kept).map { one, result in
      result ?? TestResult(one.test, place: one.place, outcome: TestOutcome(.skipped(.testNotRun)), seconds: 0)
    }
    // Asked to stop when the last case was done, it has nothing left out.
    let wasInterrupted = wasCutShort || kept.contains { $0 == nil }
    return TestRunResult(results, wasInterrupted: wasInterrupted, seconds: Self.now() - begun, jobs: jobs)
  }

  private func work(_ shared: Shared) {
    while !context.isInterrupted() {
      let index = shared.state.withLock { state in
        defer { state.next += 1 }
        return state.next
      }
      guard index < cases.count else { return }
      let one = cases[index]
      let begun = Self.now()
      var outcome = one.test.run(context)
      // What it found in a run that was cut short says nothing about the case.
      let isCutShort = context.isInterrupted() && !outcome.verdict.isPassed
      if isCutShort { outcome.verdict = .skipped(.testInterrupted) }
      let result = TestResult(one.test, place: one.place, outcome: outcome, seconds: Self.now() - begun)
      shared.state.withLock { state in
        state.results[index] = result
        state.progress.done += 1
        if isCutShort { state.wasCutShort = true }
        if result.outcome.verdict.isBad { state.progress.notPassed += 1 }
      }
      shared.hasMoved.signal()
    }
  }

  private static func now() -> Double {
    Double(monotonicNs()) * 1e-9
  }
}

extension TestOutcome.Verdict {
  public var isPassed: Bool {
    if case .passed = self { true } else { false }
  }

  /// Failed or broken.
  public var isBad: Bool {
    switch self {
    case .failed, .broken: true
    case .passed, .skipped: false
    }
  }
}
